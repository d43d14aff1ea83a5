//! Rule `place`: two capitals behind a town are a state of the United States: `(DIFCO, Detroit, MI, USA)`, `Washington, DC:`.

use biospan_lexicon::token::{Gap, Token};

use super::candidate::Group;
use super::local::Tokenized;

/// The states and their capital district by their codes of the United States Postal Service.
const STATES: [&str; 51] = [
    "AK", "AL", "AR", "AZ", "CA", "CO", "CT", "DC", "DE", "FL", "GA", "HI", "IA", "ID", "IL", "IN", "KS", "KY", "LA", "MA", "MD", "ME",
    "MI", "MN", "MO", "MS", "MT", "NC", "ND", "NE", "NH", "NJ", "NM", "NV", "NY", "OH", "OK", "OR", "PA", "RI", "SC", "SD", "TN", "TX",
    "UT", "VA", "VT", "WA", "WI", "WV", "WY",
];
/// The most tokens that the name of a disease or a substance before the comma has.
const NAME: u32 = 8;

/// Refuses the groups that are states. What stands before their comma is a town, and nothing that we know.
pub fn refuse(paper: Tokenized<'_>, groups: &mut [Group]) {
    for at in 0..groups.len() {
        let group = &groups[at];
        let first = group.first;
        if group.span.len() != 2 || paper.tokens[first as usize].gap != Gap::Comma || group.own {
            continue;
        }
        let state = group.span.of(paper.text).is_some_and(|own| STATES.binary_search(&own).is_ok());
        let town = state && is_behind_a_town(paper, first as usize) && closes(paper.text.get(group.span.end.index()..).unwrap_or(""));
        let near = || groups[..at].iter().rev().take_while(|other| other.first + NAME >= first);
        if town && !near().any(|other| other.first + other.length == first) {
            groups[at].refuse();
        }
    }
}

/// Whether the word before a token has a capital.
fn is_behind_a_town(paper: Tokenized<'_>, first: usize) -> bool {
    let title = |token: &Token| {
        let word = &paper.text.as_bytes()[token.start as usize..token.end as usize];
        matches!(word, [capital, small @ ..] if capital.is_ascii_uppercase() && small.len() >= 2 && small.iter().all(u8::is_ascii_lowercase))
    };
    first.checked_sub(1).is_some_and(|town| title(&paper.tokens[town]))
}

/// Whether an address goes on or ends so: with the country, a ZIP code, or a mark that is no comma.
fn closes(rest: &str) -> bool {
    let rest = rest.strip_prefix(',').map_or(rest, |rest| if rest.starts_with(" U") { rest } else { "" });
    let behind = rest.trim_start();
    let zip = behind.len() < rest.len() && behind.bytes().take_while(u8::is_ascii_digit).count() == 5;
    zip || behind.starts_with("USA")
        || behind.starts_with("U.S")
        || behind.starts_with("United States")
        || rest.starts_with([')', ']', ';', ':', '.'])
}

#[cfg(test)]
mod tests {
    use crate::Annotator;

    #[test]
    fn a_state_behind_its_town_is_no_name() {
        let annotator = Annotator::builder().types(["cell_type", "disease"]).build().expect("the embedded dictionary opens");
        for (text, expected) in [
            ("A camera (Diagnostic Instruments, Sterling Heights, MI) and a kit (DIFCO, Detroit, MI, USA) were used.", &[][..]),
            ("It was printed in Washington, DC: the capital, and in Lansing, MI 48910.", &[]),
            ("Patients with chronic arthritis (CA) had chips (Affymetrix, Santa Clara, CA, USA).", &["arthritis", "CA"]),
            ("Patients with asthma, MI; of asthma, MI, stroke and MI.", &["asthma", "MI", "asthma", "MI", "stroke", "MI"]),
        ] {
            assert_eq!(annotator.words(text), expected, "{text}");
        }
    }
}
