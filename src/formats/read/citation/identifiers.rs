//! The identifiers that an entry names: DOI, PMID, PMCID.

/// The first DOI in a text: bare, without blanks inside it and without the sentence's marks behind it.
///
/// ```
/// use biospan::formats::read::citation::doi;
/// assert_eq!(doi("https://doi.org/10.1000/Abc.5 (2019)").as_deref(), Some("10.1000/Abc.5"));
/// assert_eq!(doi("doi: 10. 1000/ fimag. 2019.00001").as_deref(), Some("10.1000/fimag.2019.00001"));
/// assert_eq!(doi("10.5 mg/kg"), None);
/// ```
#[must_use]
pub fn doi(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    memchr::memmem::find_iter(bytes, b"10.").find_map(|at| {
        let glued = at > 0 && (bytes[at - 1].is_ascii_alphanumeric() || bytes[at - 1] == b'.') && !ends_with_doi(&bytes[..at]);
        if glued { None } else { doi_at(&text[at + 3..]) }
    })
}

fn ends_with_doi(before: &[u8]) -> bool {
    before.len() >= 3 && before[before.len() - 3..].eq_ignore_ascii_case(b"doi")
}

/// The DOI whose `10.` stands before `rest`.
fn doi_at(rest: &str) -> Option<String> {
    let rest = rest.trim_start();
    let registrant = rest.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    if !(4..=9).contains(&digits) || rest[..registrant].ends_with('.') {
        return None;
    }
    let suffix = rest[registrant..].trim_start().strip_prefix('/')?;
    let suffix = suffix_of(suffix)?;
    Some(format!("10.{}/{suffix}", &rest[..registrant]))
}

/// The suffix at the start of `rest`, joined over the blanks that belong to it.
fn suffix_of(rest: &str) -> Option<String> {
    let mut suffix = String::new();
    let mut left = rest;
    loop {
        let chunk = suffix_chunk(left, &suffix);
        suffix.push_str(chunk);
        left = &left[chunk.len()..];
        let next = left.trim_start();
        let blanks = left.len() - next.len();
        // Long entries end somewhere; a suffix of real life has fewer than 100 characters.
        if (blanks == 0 && !suffix.is_empty()) || suffix.len() > 200 || !continues(&suffix, next) {
            break;
        }
        left = next;
    }
    let end = trimmed_length(&suffix);
    suffix.truncate(end);
    (!suffix.is_empty() && suffix.bytes().any(|byte| byte.is_ascii_alphanumeric())).then_some(suffix)
}

/// The part of a suffix up to the next blank or mark that cannot belong to it.
fn suffix_chunk<'text>(text: &'text str, before: &str) -> &'text str {
    // Old Wiley names hold what is a bracket elsewhere: (SICI)1097-0215(19960516)66:4<564::AID-X>3.0.CO;2-8.
    let old = before.contains("(SICI)") || text.starts_with("(SICI)");
    let belongs = |character: char| {
        character.is_ascii_alphanumeric() || "._-/():+".contains(character) || (old && "<>;".contains(character)) || character == '#'
    };
    let end = text.find(|character| !belongs(character)).unwrap_or(text.len());
    &text[..end]
}

/// Whether a blank between a suffix so far and what follows is one that a page's breaking put there.
fn continues(suffix: &str, next: &str) -> bool {
    let end = next.find(|character: char| !(character.is_ascii_alphanumeric() || "._-/()".contains(character))).unwrap_or(next.len());
    let word = &next[..end];
    let (core, digits) = (word.trim_end_matches('.'), word.bytes().filter(u8::is_ascii_digit).count());
    if core.is_empty() || core.starts_with(|first: char| first.is_ascii_uppercase()) && digits == 0 {
        return false;
    }
    if suffix.is_empty() {
        return true;
    }
    let numbered = suffix.bytes().any(|byte| byte.is_ascii_digit());
    let joiner = suffix.ends_with(['.', '-', '/', '_', '(']);
    let all_digits = digits == core.len();
    // "…2020.1234. 2021 Mar" begins a date, "…fimmu. 2020. 12345" goes on.
    let year = all_digits && core.len() == 4 && (core.starts_with("19") || core.starts_with("20"));
    match (numbered, joiner) {
        (false, true) => digits > 0 || word.ends_with('.'),
        (false, false) => all_digits && core.len() >= 5,
        (true, true) => digits > 0 && !year && (digits >= 4 || !suffix.ends_with('.')),
        (true, false) => false,
    }
}

/// The length without the marks of the sentence around a DOI.
fn trimmed_length(suffix: &str) -> usize {
    let mut kept = suffix;
    loop {
        let shorter = kept.trim_end_matches(['.', ':', ';', '-', '/', '_', '#', '+']);
        let open = shorter.matches('(').count();
        let shut = shorter.matches(')').count();
        let next = if shut > open || shorter.ends_with('(') { &shorter[..shorter.len() - 1] } else { shorter };
        // A bracket that is too much may stand inside: all from there on is the sentence's.
        if shut > open && !shorter.ends_with(')') {
            return shorter.rfind(')').unwrap_or(shorter.len());
        }
        if next.len() == kept.len() {
            return kept.len();
        }
        kept = next;
    }
}

/// The first PMID in a text, digits only: behind `PMID`, `PubMed` (with or without `:`) or in an address of PubMed.
///
/// ```
/// use biospan::formats::read::citation::pmid;
/// assert_eq!(pmid("PMID: 31234567. PMCID: PMC1").as_deref(), Some("31234567"));
/// assert_eq!(pmid("https://pubmed.ncbi.nlm.nih.gov/31234567/").as_deref(), Some("31234567"));
/// assert_eq!(pmid("PMCID: PMC31234567"), None);
/// ```
#[must_use]
pub fn pmid(text: &str) -> Option<String> {
    const MARKS: [&[u8]; 4] = [b"pmid", b"pubmed.ncbi.nlm.nih.gov/", b"pubmed/", b"pubmed"];
    let bytes = text.as_bytes();
    memchr::memchr2_iter(b'p', b'P', bytes).find_map(|at| {
        let rest = &bytes[at..];
        let mark = MARKS.iter().find(|mark| rest.len() > mark.len() && rest[..mark.len()].eq_ignore_ascii_case(mark))?;
        let rest = &rest[mark.len()..];
        let gap = rest.iter().take_while(|byte| b" :=\t#/".contains(byte)).count().min(4);
        let digits = rest[gap..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let glued = rest.get(gap + digits).is_some_and(|byte| byte.is_ascii_alphabetic());
        ((1..=8).contains(&digits) && rest[gap] != b'0' && !glued).then(|| String::from_utf8_lossy(&rest[gap..gap + digits]).into_owned())
    })
}

/// The first PMCID in a text, with its `PMC`.
///
/// ```
/// use biospan::formats::read::citation::pmcid;
/// assert_eq!(pmcid("PMCID: PMC3626705").as_deref(), Some("PMC3626705"));
/// assert_eq!(pmcid("PMC 11745215 · doi").as_deref(), Some("PMC11745215"));
/// ```
#[must_use]
pub fn pmcid(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    memchr::memmem::find_iter(bytes, b"PMC").find_map(|at| {
        if at > 0 && bytes[at - 1].is_ascii_alphanumeric() {
            return None;
        }
        let rest = bytes[at + 3..].strip_prefix(b" ").unwrap_or(&bytes[at + 3..]);
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        (4..=9).contains(&digits).then(|| format!("PMC{}", String::from_utf8_lossy(&rest[..digits])))
    })
}
