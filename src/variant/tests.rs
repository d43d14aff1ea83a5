use biospan_lexicon::token::tokenize;
use proptest::prelude::*;

use super::*;

fn found(text: &str) -> Vec<Found> {
    let mut tokens = Vec::new();
    tokenize(text, 0, text.len(), &mut tokens);
    let mut found = Vec::new();
    Finder::default().find(text, &tokens, &mut found);
    found
}

/// Words and normal forms, as `words = form form`.
fn shown(text: &str) -> Vec<String> {
    let line = |found: &Found| {
        let forms: Vec<String> = found.variants.iter().map(Variant::to_string).collect();
        format!("{} = {}", &text[found.span.start.index()..found.span.end.index()], forms.join(" "))
    };
    found(text).iter().map(line).collect()
}

#[test]
fn forms_of_proteins_are_read() {
    for (text, expected) in [
        ("the p.Val600Glu mutation", "p.Val600Glu = p.Val600Glu"),
        ("the V600E mutation", "V600E = p.Val600Glu"),
        ("BRAF (p.V600E)", "p.V600E = p.Val600Glu"),
        ("a p.(Arg1699Trp) change", "p.(Arg1699Trp) = p.Arg1699Trp"),
        ("the Arg158 Pro variant", "Arg158 Pro = p.Arg158Pro"),
        ("and Gly409-->Arg in exon 9", "Gly409-->Arg = p.Gly409Arg"),
        ("Pro(72)Arg", "Pro(72)Arg = p.Pro72Arg"),
        ("truncating R1450X", "R1450X = p.Arg1450*"),
        ("truncating R1450* here", "R1450* = p.Arg1450*"),
        ("p.Leu858fs*12", "p.Leu858fs*12 = p.Leu858fs*12"),
        ("p.Ala29GlnfsX114", "p.Ala29GlnfsX114 = p.Ala29Glnfs*114"),
        ("P686fs", "P686fs = p.Pro686fs"),
        ("p.Glu746_Ala750del", "p.Glu746_Ala750del = p.Glu746_Ala750del"),
        ("E746_A750del", "E746_A750del = p.Glu746_Ala750del"),
        ("p.Asp46_Gln48delinsGlu", "p.Asp46_Gln48delinsGlu = p.Asp46_Gln48delinsGlu"),
        ("p.Ser60=", "p.Ser60= = p.Ser60="),
        ("KRAS G12C/D/V tumours", "G12C/D/V = p.Gly12Cys p.Gly12Asp p.Gly12Val"),
        ("p.[D448H;H294Q]", "p.[D448H;H294Q] = p.Asp448His p.His294Gln"),
        ("the JAK2V617F mutation", "V617F = p.Val617Phe"),
        ("the KRASG12D mutation", "G12D = p.Gly12Asp"),
        ("JAK2V617F cells", "V617F = p.Val617Phe"),
        ("KrasG12D mice", "G12D = p.Gly12Asp"),
        ("CAT C262T and p. W177R", "C262T = c.262C>T|p. W177R = p.Trp177Arg"),
        ("the D487_S488_F489 deletion", "D487_S488_F489 deletion = p.Asp487_Phe489del"),
        ("delF508", "delF508 = p.Phe508del"),
        ("the deltaF508 mutation", "deltaF508 = p.Phe508del"),
        ("the p.Met1? variant", "p.Met1? = p.Met1~Met"),
        ("the 1007fs mutation", "1007fs = p.1007fs"),
        ("pulses of 120fs were sent", ""),
        ("delE746-A750", "delE746-A750 = p.Glu746_Ala750del"),
        ("the Arg/Gly16 polymorphism", "Arg/Gly16 = p.Arg16Gly"),
        ("192RR homozygotes", "192RR = p.Arg192~ArgArg"),
        ("the 157delMTTTVP variant", "157delMTTTVP = p.157_162del"),
        ("a silent variant (p.Y498)", "p.Y498 = p.Tyr498~Tyr"),
        ("T174M, and homozygotes for 174M or 174MM", "T174M = p.Thr174Met|174M = p.Met174~Met|174MM = p.Met174~MetMet"),
        ("carriers of the 187S allele", "187S = p.Ser187~Ser"),
    ] {
        assert_eq!(shown(text).join("|"), expected, "{text}");
    }
}

#[test]
fn forms_of_bases_are_read() {
    for (text, expected) in [
        ("c.1799T>A", "c.1799T>A = c.1799T>A"),
        ("1799T>A", "1799T>A = c.1799T>A"),
        ("g.3318-34C>T", "g.3318-34C>T = g.3318-34C>T"),
        ("m.3243A>G", "m.3243A>G = m.3243A>G"),
        ("c.68_69delAG", "c.68_69delAG = c.68_69del"),
        ("35delG", "35delG = c.35del"),
        ("1494del6", "1494del6 = c.1494_1499del"),
        ("5382insC", "5382insC = c.5382insC"),
        ("c.681dupA", "c.681dupA = c.681dup"),
        ("IVS2+1G>A", "IVS2+1G>A = c.IVS2+1G>A"),
        ("IVS-II-1 (G>A)", "IVS-II-1 (G>A) = c.IVS2+1G>A"),
        ("2398+1G>C", "2398+1G>C = c.2398+1G>C"),
        ("IVS3 + 18C > T", "IVS3 + 18C > T = c.IVS3+18C>T"),
        ("the -308G/A polymorphism", "-308G/A = c.-308G>A"),
        ("the C677T polymorphism", "C677T = c.677C>T"),
        ("C-1228T", "C-1228T = c.-1228C>T"),
        ("delTTCA", "delTTCA = c.?delTTCA"),
        ("a change (c. 529T>C)", "c. 529T>C = c.529T>C"),
        ("UCP2 - 866G/A polymorphism", "- 866G/A = c.-866G>A"),
        ("three changes - 5382insC and more", "5382insC = c.5382insC"),
        ("at positions -511 (C-T)", "-511 (C-T) = c.-511C>T"),
        ("the -491a/t SNP", "-491a/t = c.-491A>T"),
        ("C/T-13910", "C/T-13910 = c.-13910C>T"),
        ("the T(-13,910) allele", "T(-13,910) = c.-13910~T"),
        ("rDEN2Delta30 virus mutants", "Delta30 = c.?del30"),
        ("c.1102delGinsTTATAC", "c.1102delGinsTTATAC = c.1102delinsTTATAC"),
        ("a defect, IVS10+1, g-->t, that", "IVS10+1, g-->t = c.IVS10+1G>T"),
        ("the patient's change (c.3198 - 314G>A)", "c.3198 - 314G>A = c.3198-314G>A"),
        ("c.108C4A, where the arrow became a 4", "c.108C4A = c.108C>A"),
        ("the A1224-2C mutation", "A1224-2C = c.1224-2A>C"),
        ("the (-21 A) variation", "-21 A = c.-21~A"),
        ("a polymorphism (G to A) there", "G to A = c.?G>A"),
        ("the IL1B-511CC genotype", "-511CC = c.-511~CC"),
        ("-445A, -292A, -147G and IVS9-39T haplotypes", "-445A = c.-445~A|-292A = c.-292~A|-147G = c.-147~G|IVS9-39T = c.IVS9-39~T"),
    ] {
        assert_eq!(shown(text).join("|"), expected, "{text}");
    }
}

#[test]
fn forms_in_words_are_read() {
    for (text, expected) in [
        ("glycine to aspartate at codon 12", "glycine to aspartate at codon 12 = p.Gly12Asp"),
        ("valine-to-alanine substitution at position 158", "valine-to-alanine substitution at position 158 = p.Val158Ala"),
        ("a threonine for isoleucine at codon 278", "threonine for isoleucine at codon 278 = p.Ile278Thr"),
        ("G to A transition at nucleotide 276", "G to A transition at nucleotide 276 = c.276G>A"),
        ("A-->G", "A-->G = c.?A>G"),
        ("deletion of exon 19", "deletion of exon 19 = c.EX19del"),
        ("deletion of exon XI", "deletion of exon XI = c.EX11del"),
        ("an exon IV deletion", "exon IV deletion = c.EX4del"),
        ("deletion of exons 2 and 3", "deletion of exons 2 and 3 = c.EX2_EX3del"),
        ("deletion of exons 2 and 7", "deletion of exons 2 = c.EX2del"),
        ("the exon III repeat", ""),
        ("a duplication GGCC was found", "duplication GGCC = c.?dupGGCC"),
        ("a 4-bp deletion (TGAG) was found", "4-bp deletion (TGAG) = c.?del4"),
        ("deletion of two successive adenine residues", "deletion of two successive adenine residues = c.?delAA"),
        ("a 105-bp deletion encompassing bases 1078-1182", "105-bp deletion encompassing bases 1078-1182 = c.1078_1182del"),
        (
            "an A>G single nucleotide polymorphism (SNP) at position -579",
            "A>G single nucleotide polymorphism (SNP) at position -579 = c.-579A>G",
        ),
        ("EGFR exon 19 deletions", "exon 19 deletions = c.EX19del"),
        ("a 32-bp deletion", "32-bp deletion = c.?del32"),
        ("cytosine insertion at position 3020", "cytosine insertion at position 3020 = c.3020insC"),
        ("deletion of C at nucleotide 888", "deletion of C at nucleotide 888 = c.888del"),
        ("codon 72 (CCC>CGC)", "codon 72 (CCC>CGC) = c.214_216CCC>CGC"),
        ("termination at codon 1524", "termination at codon 1524 = p.1524*"),
        ("the ΔF508 mutation", "ΔF508 = p.Phe508del"),
        ("CCR5 Δ32 carriers", "Δ32 = c.?del32"),
        ("the (CCTTT)14 allele", "(CCTTT)14 = c.?CCTTT[14]"),
        ("rs113488022", "rs113488022 = "),
        ("RS1805007", "RS1805007 = "),
        ("C allele at -31", "C allele at -31 = c.-31~C"),
        ("the allele with A at position -1082", "A at position -1082 = c.-1082~A"),
        ("C-to-T substitution at -31", "C-to-T substitution at -31 = c.-31C>T"),
        ("G>T substitution at nucleotide c.898", "G>T substitution at nucleotide c.898 = c.898G>T"),
        ("a T deletion mutation at position 11311", "T deletion mutation at position 11311 = c.11311del"),
        ("alleles with lysine at residue 223", "lysine at residue 223 = p.Lys223~Lys"),
        ("the R to G mutation at position 76", "R to G mutation at position 76 = p.Arg76Gly"),
        ("glutamic acid residue (GAA) to a termination codon (TAA)", "glutamic acid residue (GAA) to a termination codon (TAA) = p.Glu?*"),
        ("codon 358, tyrosine to histidine", "codon 358, tyrosine to histidine = p.Tyr358His"),
        ("stop codon for glutamine at codon 298", "stop codon for glutamine at codon 298 = p.Gln298*"),
        ("a premature stop at codon 1129", "stop at codon 1129 = p.1129*"),
        ("a GGCC insertion at exon 8, position 1277", "GGCC insertion at exon 8, position 1277 = c.1277insGGCC"),
        ("a C insertion in exon 14 between positions 2505-2511", "C insertion in exon 14 between positions 2505-2511 = c.2505_2511insC"),
        ("a GATT duplication (nucleotides 763-766)", "GATT duplication (nucleotides 763-766) = c.763_766dup"),
        ("a G to C point mutation in exon 4 (base 308)", "G to C point mutation in exon 4 (base 308) = c.308G>C"),
        ("deletion of amino acids 809-852", "deletion of amino acids 809-852 = p.809_852del"),
        ("a deletion mutation in codon 138", "deletion mutation in codon 138 = p.138del"),
        ("apoA-I Tomioka (codon 138 deletion)", "codon 138 deletion = p.138del"),
        ("a 4-Mb heterozygous interstitial deletion", "4-Mb heterozygous interstitial deletion = c.?del"),
        ("a single base pair deletion of a cytosine nucleotide", "single base pair deletion of a cytosine nucleotide = c.?delC"),
    ] {
        assert_eq!(shown(text).join("|"), expected, "{text}");
    }
}

#[test]
fn what_only_looks_like_a_variant_is_none() {
    for text in [
        "the yeast strain RS1938",
        "T47D cells",
        "the H1N1 virus",
        "C57BL/6 mice",
        "P53 and E2F1",
        "Fig. S1A and Table S2C",
        "Figure A12C",
        "see Figs. S1A, S2C and S3D",
        "S1P and the A2A receptor",
        "vitamin B12",
        "H3K27me3 and H3K4me1 marks",
        "CD8A, CD19 and CD45RA",
        "HEK293T and MCF10A cells",
        "ATCC CRL-1573",
        "grant R01CA123456",
        "well A12 of plate 3",
        "C10H14N2 and C6H12O6",
        "Δ9-THC and the Δ12 desaturase",
        "IL-6, IL-12 and TNF-α at 37C",
        "phosphorylated at Ser473",
        "lamin A/C",
        "complement C3 and C4B",
        "forward primer F1R",
        "2 vs 3 mg, 10 to 20 bp long",
        "type 2 diabetes (T2D)",
        "serine at position 307 is phosphorylated",
        "take 5g/t of it, or 12MM",
        "HEK293T and SUM149PT and OVCAR8R",
        "vitamin A to D at noon",
        "the cat C262T",
        "a del6/del6 genotype and ins6/ins6",
        "DNA was kept at -80C until SNPs were genotyped at -20C",
        "the new mutation (AFF344-345ins)",
        "500K genotype chips",
        "stained (cat. no. A1234G; Cat# C1234T)",
        "antibodies (Sigma, P1379G; Abcam, A1234G; Santa Cruz, C1234T)",
        "",
    ] {
        assert_eq!(shown(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn the_words_around_tell_whether_letters_are_of_bases() {
    for (text, expected) in [
        ("the G12C missense mutation", "p.Gly12Cys"),
        ("the A53T mutant protein", "p.Ala53Thr"),
        ("the A118G polymorphism", "c.118A>G"),
        ("the G20210A variant", "c.20210G>A"),
    ] {
        assert_eq!(found(text)[0].variants[0].to_string(), expected, "{text}");
    }
}

#[test]
fn copies_and_repeats_of_what_is_not_said_have_a_normal_form() {
    assert_eq!(shown("a 3 kb tandem repeat"), ["3 kb tandem repeat = c.?[n]"]);
    for form in ["c.?[n]", "g.?[gain]", "g.?[loss]", "g.?[amplified]", "g.?[0]", "g.?[3]"] {
        assert_eq!(form.parse::<Variant>().as_ref().map(Variant::to_string), Ok(form.to_owned()));
    }
}

#[test]
fn what_is_no_normal_form_is_refused() {
    for text in [
        "",
        "V600E",
        "p.",
        "p.Val",
        "p.Val600",
        "x.1A>G",
        "c.1A>",
        "c.1A>X",
        "c.0600A>G",
        "p.Val600glu",
        "c.1_del",
        "c.?",
        "c.1[2",
        "g.?[more]",
        "g.?[03]",
        "p.Val600fs*x",
    ] {
        assert_eq!(text.parse::<Variant>(), Err(NotNormal), "{text}");
    }
}

/// Text that comes near to variants.
fn near() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "p.", "c.", "g.", "Val", "Gly", "glycine", "G", "A", "T", "X", "600", "12", "-", "+", "_", ">", "-->", "/", "(", ")", "[", "]",
        "*", "del", "ins", "dup", "fs", "IVS", "rs", "Δ", "δ", " ", " to ", " at ", "codon", "bp", "deletion", " of ", "exon", "=", "→",
        "ä", "\u{2212}", "nt", ",", "n", "1", "Ter",
    ]);
    prop::collection::vec(pieces, 0..14).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn spans_are_of_the_text_and_in_order(text in prop_oneof!["\\PC{0,60}", near()]) {
        let mut end = 0;
        for found in found(&text) {
            let (from, to) = (found.span.start.index(), found.span.end.index());
            prop_assert!(from >= end && from < to && text.get(from..to).is_some(), "{:?} in {text}", found.span);
            end = to;
        }
    }

    #[test]
    fn a_normal_form_reads_back_as_itself(text in near()) {
        for variant in found(&text).iter().flat_map(|found| &found.variants) {
            let form = variant.to_string();
            let again = form.parse::<Variant>();
            prop_assert_eq!(again.as_ref().map(Variant::to_string), Ok(form.clone()), "{} of {}", form, text);
        }
    }
}
