//! What an image remembers of policy: the decisions about a name, with their reasons.

use crate::concept::Reader;
use crate::image::Image;
use crate::policy::Action;

/// A decision as an image remembers it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Remembered<'a> {
    /// The entity type, or `*` for all.
    pub entity_type: &'a str,
    /// What is done.
    pub action: Action,
    /// A CURIE, or empty; see [`crate::policy::Decision::argument`].
    pub argument: &'a str,
    /// Why.
    pub reason: &'a str,
}

impl<'a> Image<'a> {
    /// The decisions about the name with a key ([`crate::policy::key`]). This reads the section from its beginning, which
    /// takes a moment; nothing that annotates asks for it.
    #[must_use]
    pub fn decisions(&self, key: u64) -> Vec<Remembered<'a>> {
        let mut reader = Reader { rest: self.decisions };
        let count = reader.number().min(self.decisions.len() as u64);
        let strings: Vec<&str> = (0..count).map(|_| reader.string()).collect();
        let mut found = Vec::new();
        while !reader.rest.is_empty() {
            let own = reader.short_key() == key >> 16;
            let action = Action::ALL.get(usize::from(reader.byte())).copied();
            let [entity_type, argument, reason] =
                [(); 3].map(|()| usize::try_from(reader.number()).ok().and_then(|index| strings.get(index).copied()).unwrap_or(""));
            if own && let Some(action) = action {
                found.push(Remembered { entity_type, action, argument, reason });
            }
        }
        found
    }

    /// Obsolete identifiers, sorted: prefix, local part, and the concept that took its place.
    pub fn obsolete(&self) -> impl Iterator<Item = (u8, std::borrow::Cow<'a, str>, u32)> {
        let mut reader = Reader { rest: self.obsolete };
        let forms = self.forms;
        std::iter::from_fn(move || {
            if reader.rest.is_empty() {
                return None;
            }
            let (prefix, local_id) = reader.curie(forms);
            Some((prefix, local_id, u32::try_from(reader.number()).unwrap_or(u32::MAX)))
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::compile::{Ingredients, compile};
    use crate::image::{Image, OwnedImage};
    use crate::policy::{Action, HEADER, Policy, key};
    use crate::table::{self, ConceptRow};

    #[test]
    fn an_image_remembers_decisions_and_obsolete_identifiers() {
        let mut policy = Policy::default();
        let rows = "rate\tdrug\tnever\t\tan ordinary word\nPD-1\t*\towner\tX:2\tits usual meaning\nPD1\tgene\tadd\tX:2\tpapers write it\n";
        policy.read("p.tsv", &format!("{HEADER}\n{rows}")).expect("good rows");
        let text = format!(
            "{}\nX:1\tdrug\trate\tp:rate\t\t\t\t\t\nX:2\tgene\tPDCD1\tp:PDCD1\t\t\t\t\t\nX:3\tgene\t\t\t\t\t\tX:4\t\nX:4\tgene\t\t\t\t\t\tX:2\t\nX:5\tgene\t\t\t\t\t\tX:5\t\n",
            table::HEADER
        );
        let mut concepts: Vec<ConceptRow<'_>> = Vec::new();
        table::read("t.tsv", &text, |row| concepts.push(row)).expect("good rows");
        let (bytes, _) = compile(&Ingredients { concepts, policy, ..Ingredients::default() }).expect("it compiles");
        let owned = OwnedImage::new(&bytes);
        let image = Image::open(owned.bytes()).expect("a fresh image opens");
        let decisions = |name: &str| {
            let all = image.decisions(key(name)).into_iter();
            all.map(|one| (one.action, one.entity_type, one.argument, one.reason)).collect::<Vec<_>>()
        };
        assert_eq!(decisions("Rates"), [(Action::Never, "drug", "", "an ordinary word")]);
        let two = [(Action::Owner, "*", "X:2", "its usual meaning"), (Action::Add, "gene", "X:2", "papers write it")];
        assert_eq!(decisions("PD 1"), two);
        assert_eq!(decisions("nothing"), []);
        let obsolete: Vec<_> = image.obsolete().map(|(_, local_id, concept)| (local_id.into_owned(), concept)).collect();
        // The one that leads in a circle leads nowhere.
        assert_eq!(obsolete, [("3".to_owned(), 1), ("4".to_owned(), 1)]);
    }
}
