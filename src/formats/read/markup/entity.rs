//! Entities with a name. XML itself knows five; publishers' files use those of HTML and of the ISO sets too.

/// The character that a named entity stands for: those of HTML 4, and the letters, signs and spaces of the ISO sets
/// that occur in papers.
///
/// ```
/// use biospan::formats::read::markup::entity::resolve;
/// assert_eq!(resolve("alpha"), Some('α'));
/// assert_eq!(resolve("bgr"), Some('β'));
/// assert_eq!(resolve("lol9"), None);
/// ```
#[must_use]
pub fn resolve(name: &str) -> Option<char> {
    let place = ENTITIES.binary_search_by(|(known, _)| (*known).cmp(name)).ok()?;
    ENTITIES.get(place).map(|&(_, character)| character)
}

/// Names and characters, sorted by name.
#[rustfmt::skip]
const ENTITIES: &[(&str, char)] = &[
    ("AElig", 'Æ'), ("Aacute", 'Á'), ("Abreve", 'Ă'), ("Acirc", 'Â'), ("Agr", 'Α'), ("Agrave", 'À'), ("Alpha", 'Α'), ("Aogon", 'Ą'),
    ("Aring", 'Å'), ("Atilde", 'Ã'), ("Auml", 'Ä'), ("Beta", 'Β'), ("Bgr", 'Β'), ("Cacute", 'Ć'), ("Ccaron", 'Č'), ("Ccedil", 'Ç'),
    ("Chi", 'Χ'), ("Dagger", '‡'), ("Delta", 'Δ'), ("Dgr", 'Δ'), ("Dstrok", 'Đ'), ("ETH", 'Ð'), ("Eacute", 'É'), ("Ecaron", 'Ě'),
    ("Ecirc", 'Ê'), ("Eegr", 'Η'), ("Egr", 'Ε'), ("Egrave", 'È'), ("Eogon", 'Ę'), ("Epsilon", 'Ε'), ("Eta", 'Η'), ("Euml", 'Ë'),
    ("Gamma", 'Γ'), ("Gbreve", 'Ğ'), ("Ggr", 'Γ'), ("Gt", '≫'), ("Hat", '^'), ("Iacute", 'Í'), ("Icirc", 'Î'), ("Idot", 'İ'),
    ("Igr", 'Ι'), ("Igrave", 'Ì'), ("Iota", 'Ι'), ("Iuml", 'Ï'), ("Kappa", 'Κ'), ("Kgr", 'Κ'), ("Khgr", 'Χ'), ("Lambda", 'Λ'),
    ("Lgr", 'Λ'), ("Lstrok", 'Ł'), ("Lt", '≪'), ("Mgr", 'Μ'), ("Mu", 'Μ'), ("Nacute", 'Ń'), ("Ngr", 'Ν'), ("Ntilde", 'Ñ'), ("Nu", 'Ν'),
    ("OElig", 'Œ'), ("Oacute", 'Ó'), ("Ocirc", 'Ô'), ("Odblac", 'Ő'), ("Ogr", 'Ο'), ("Ograve", 'Ò'), ("Ohgr", 'Ω'), ("Omega", 'Ω'),
    ("Omicron", 'Ο'), ("Oslash", 'Ø'), ("Otilde", 'Õ'), ("Ouml", 'Ö'), ("Pgr", 'Π'), ("Phgr", 'Φ'), ("Phi", 'Φ'), ("Pi", 'Π'),
    ("Prime", '″'), ("Psgr", 'Ψ'), ("Psi", 'Ψ'), ("Rcaron", 'Ř'), ("Rgr", 'Ρ'), ("Rho", 'Ρ'), ("Sacute", 'Ś'), ("Scaron", 'Š'),
    ("Scedil", 'Ş'), ("Sgr", 'Σ'), ("Sigma", 'Σ'), ("THORN", 'Þ'), ("Tau", 'Τ'), ("Tcedil", 'Ţ'), ("Tgr", 'Τ'), ("Theta", 'Θ'),
    ("Thgr", 'Θ'), ("Uacute", 'Ú'), ("Ucirc", 'Û'), ("Udblac", 'Ű'), ("Ugr", 'Υ'), ("Ugrave", 'Ù'), ("Upsilon", 'Υ'), ("Uring", 'Ů'),
    ("Uuml", 'Ü'), ("Xgr", 'Ξ'), ("Xi", 'Ξ'), ("Yacute", 'Ý'), ("Yuml", 'Ÿ'), ("Zcaron", 'Ž'), ("Zdot", 'Ż'), ("Zeta", 'Ζ'),
    ("Zgr", 'Ζ'), ("aacute", 'á'), ("abreve", 'ă'), ("acirc", 'â'), ("acute", '´'), ("aelig", 'æ'), ("agr", 'α'), ("agrave", 'à'),
    ("alefsym", 'ℵ'), ("alpha", 'α'), ("amacr", 'ā'), ("amp", '&'), ("and", '∧'), ("ang", '∠'), ("aogon", 'ą'), ("ap", '≈'),
    ("apos", '\''), ("approx", '≈'), ("aring", 'å'), ("ast", '*'), ("asymp", '≈'), ("atilde", 'ã'), ("auml", 'ä'), ("bdquo", '„'),
    ("beta", 'β'), ("bgr", 'β'), ("brvbar", '¦'), ("bsol", '\\'), ("bull", '•'), ("cacute", 'ć'), ("cap", '∩'), ("ccaron", 'č'),
    ("ccedil", 'ç'), ("cedil", '¸'), ("cent", '¢'), ("check", '✓'), ("chi", 'χ'), ("circ", 'ˆ'), ("clubs", '♣'), ("colon", ':'),
    ("comma", ','), ("commat", '@'), ("cong", '≅'), ("copy", '©'), ("crarr", '↵'), ("cross", '✗'), ("cup", '∪'), ("curren", '¤'),
    ("dArr", '⇓'), ("dagger", '†'), ("darr", '↓'), ("dash", '‐'), ("deg", '°'), ("delta", 'δ'), ("dgr", 'δ'), ("diams", '♦'),
    ("divide", '÷'), ("dollar", '$'), ("dstrok", 'đ'), ("eacute", 'é'), ("ecaron", 'ě'), ("ecirc", 'ê'), ("eegr", 'η'), ("egr", 'ε'),
    ("egrave", 'è'), ("emacr", 'ē'), ("empty", '∅'), ("emsp", '\u{2003}'), ("emsp13", '\u{2004}'), ("emsp14", '\u{2005}'),
    ("ensp", '\u{2002}'), ("eogon", 'ę'), ("epsi", 'ε'), ("epsilon", 'ε'), ("epsiv", 'ϵ'), ("equals", '='), ("equiv", '≡'),
    ("eta", 'η'), ("eth", 'ð'), ("euml", 'ë'), ("euro", '€'), ("excl", '!'), ("exist", '∃'), ("female", '♀'), ("fnof", 'ƒ'),
    ("forall", '∀'), ("frac12", '½'), ("frac13", '⅓'), ("frac14", '¼'), ("frac15", '⅕'), ("frac18", '⅛'), ("frac23", '⅔'),
    ("frac34", '¾'), ("frac38", '⅜'), ("frasl", '⁄'), ("gamma", 'γ'), ("gap", '⪆'), ("gbreve", 'ğ'), ("ge", '≥'), ("geqslant", '⩾'),
    ("ges", '⩾'), ("ggr", 'γ'), ("grave", '`'), ("gsim", '≳'), ("gt", '>'), ("hArr", '⇔'), ("hairsp", '\u{200a}'), ("half", '½'),
    ("harr", '↔'), ("hearts", '♥'), ("hellip", '…'), ("horbar", '―'), ("hyphen", '‐'), ("iacute", 'í'), ("icirc", 'î'), ("iexcl", '¡'),
    ("igr", 'ι'), ("igrave", 'ì'), ("imacr", 'ī'), ("image", 'ℑ'), ("imath", 'ı'), ("infin", '∞'), ("inodot", 'ı'), ("int", '∫'),
    ("iota", 'ι'), ("iquest", '¿'), ("isin", '∈'), ("iuml", 'ï'), ("kappa", 'κ'), ("kgr", 'κ'), ("khgr", 'χ'), ("lArr", '⇐'),
    ("lambda", 'λ'), ("lang", '〈'), ("lap", '⪅'), ("laquo", '«'), ("larr", '←'), ("lceil", '⌈'), ("lcub", '{'), ("ldquo", '“'),
    ("le", '≤'), ("leqslant", '⩽'), ("les", '⩽'), ("lfloor", '⌊'), ("lgr", 'λ'), ("lowast", '∗'), ("lowbar", '_'), ("loz", '◊'),
    ("lpar", '('), ("lrm", '\u{200e}'), ("lsaquo", '‹'), ("lsim", '≲'), ("lsqb", '['), ("lsquo", '‘'), ("lstrok", 'ł'), ("lt", '<'),
    ("macr", '¯'), ("male", '♂'), ("map", '↦'), ("mdash", '—'), ("mgr", 'μ'), ("micro", 'µ'), ("middot", '·'), ("minus", '−'),
    ("mldr", '…'), ("mnplus", '∓'), ("mu", 'μ'), ("nabla", '∇'), ("nacute", 'ń'), ("nbsp", '\u{a0}'), ("ndash", '–'), ("ne", '≠'),
    ("ngr", 'ν'), ("ni", '∋'), ("not", '¬'), ("notin", '∉'), ("nsub", '⊄'), ("ntilde", 'ñ'), ("nu", 'ν'), ("num", '#'),
    ("numsp", '\u{2007}'), ("oacute", 'ó'), ("ocirc", 'ô'), ("odblac", 'ő'), ("oelig", 'œ'), ("ogr", 'ο'), ("ograve", 'ò'),
    ("ohgr", 'ω'), ("ohm", 'Ω'), ("oline", '‾'), ("omacr", 'ō'), ("omega", 'ω'), ("omicron", 'ο'), ("oplus", '⊕'), ("or", '∨'),
    ("ordf", 'ª'), ("ordm", 'º'), ("oslash", 'ø'), ("otilde", 'õ'), ("otimes", '⊗'), ("ouml", 'ö'), ("para", '¶'), ("part", '∂'),
    ("percnt", '%'), ("period", '.'), ("permil", '‰'), ("perp", '⊥'), ("pgr", 'π'), ("phgr", 'φ'), ("phi", 'φ'), ("phiv", 'ϕ'),
    ("phone", '☎'), ("pi", 'π'), ("piv", 'ϖ'), ("plus", '+'), ("plusmn", '±'), ("pound", '£'), ("prime", '′'), ("prod", '∏'),
    ("prop", '∝'), ("psgr", 'ψ'), ("psi", 'ψ'), ("puncsp", '\u{2008}'), ("quest", '?'), ("quot", '"'), ("rArr", '⇒'), ("radic", '√'),
    ("rang", '〉'), ("raquo", '»'), ("rarr", '→'), ("rarrw", '↝'), ("rcaron", 'ř'), ("rceil", '⌉'), ("rcub", '}'), ("rdquo", '”'),
    ("real", 'ℜ'), ("reg", '®'), ("rfloor", '⌋'), ("rgr", 'ρ'), ("rho", 'ρ'), ("rlm", '\u{200f}'), ("rpar", ')'), ("rsaquo", '›'),
    ("rsqb", ']'), ("rsquo", '’'), ("sacute", 'ś'), ("sbquo", '‚'), ("scaron", 'š'), ("scedil", 'ş'), ("sdot", '⋅'), ("sect", '§'),
    ("semi", ';'), ("sfgr", 'ς'), ("sgr", 'σ'), ("shy", '\u{ad}'), ("sigma", 'σ'), ("sigmaf", 'ς'), ("sigmav", 'ς'), ("sim", '∼'),
    ("sime", '≃'), ("simeq", '≃'), ("sol", '/'), ("spades", '♠'), ("squ", '□'), ("squf", '▪'), ("star", '☆'), ("starf", '★'),
    ("straightepsilon", 'ϵ'), ("straightphi", 'ϕ'), ("sub", '⊂'), ("sube", '⊆'), ("sum", '∑'), ("sup", '⊃'), ("sup1", '¹'),
    ("sup2", '²'), ("sup3", '³'), ("supe", '⊇'), ("szlig", 'ß'), ("tau", 'τ'), ("tcedil", 'ţ'), ("tgr", 'τ'), ("there4", '∴'),
    ("theta", 'θ'), ("thetasym", 'ϑ'), ("thetav", 'ϑ'), ("thgr", 'θ'), ("thinsp", '\u{2009}'), ("thorn", 'þ'), ("tilde", '˜'),
    ("times", '×'), ("trade", '™'), ("uArr", '⇑'), ("uacute", 'ú'), ("uarr", '↑'), ("ucirc", 'û'), ("udblac", 'ű'), ("ugr", 'υ'),
    ("ugrave", 'ù'), ("umacr", 'ū'), ("uml", '¨'), ("upsih", 'ϒ'), ("upsilon", 'υ'), ("uring", 'ů'), ("uuml", 'ü'), ("verbar", '|'),
    ("weierp", '℘'), ("xgr", 'ξ'), ("xi", 'ξ'), ("yacute", 'ý'), ("yen", '¥'), ("yuml", 'ÿ'), ("zacute", 'ź'), ("zcaron", 'ž'),
    ("zdot", 'ż'), ("zeta", 'ζ'), ("zgr", 'ζ'), ("zwj", '\u{200d}'), ("zwnj", '\u{200c}'),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted_and_different() {
        assert!(ENTITIES.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }

    #[test]
    fn names_of_xml_html_and_iso_are_known() {
        for (name, expected) in
            [("amp", '&'), ("lt", '<'), ("apos", '\''), ("nbsp", '\u{a0}'), ("beta", 'β'), ("Agr", 'Α'), ("zwnj", '\u{200c}')]
        {
            assert_eq!(resolve(name), Some(expected), "{name}");
        }
    }

    #[test]
    fn other_names_are_not() {
        for name in ["", "nosuch", "ALPHA", "#945"] {
            assert_eq!(resolve(name), None, "{name}");
        }
    }
}
