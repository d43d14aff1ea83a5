//! Addresses of identifiers.

/// The address of an identifier. Old DOIs hold `<`, `>`, `#` and the like, which stand for something else in an
/// address.
pub(super) fn address(before: &str, identifier: &str, behind: &str) -> String {
    let mut address = String::with_capacity(before.len() + identifier.len() + behind.len());
    address.push_str(before);
    for byte in identifier.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/:;()!$'*+,=@".contains(&byte) {
            address.push(char::from(byte));
        } else {
            address.push_str(&format!("%{byte:02X}"));
        }
    }
    address.push_str(behind);
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_hold_no_mark_that_means_something_else_there() {
        for (doi, expected) in [
            ("10.1002/hep.12345", "https://doi.org/10.1002/hep.12345"),
            ("10.1002/(SICI)1097<1275::AID-X>3.0.CO;2-#", "https://doi.org/10.1002/(SICI)1097%3C1275::AID-X%3E3.0.CO;2-%23"),
            ("10.1/ä%", "https://doi.org/10.1/%C3%A4%25"),
        ] {
            assert_eq!(address("https://doi.org/", doi, ""), expected);
        }
    }
}
