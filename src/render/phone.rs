//! A phone number as it is dialled and as it is read. Whether it is a number at all, the register has decided.

/// The country code of Türkiye, whose numbers have an area or operator of three digits and a subscriber of seven.
const TURKIYE: &str = "+90";

/// A phone number as `tel:` wants it: without spaces and brackets (RFC 3966).
pub(crate) fn dial(number: &str) -> String {
    number.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect()
}

/// A number in groups, to be read out or copied by hand: `+90 850 218 48 30`, as it is written in Türkiye (ITU-T E.123 §2.2 asks for spaces
/// between groups). The spaces do not break. Numbers of other countries, whose groups are not known here, and numbers with spaces of their
/// own stay as they are written.
pub(crate) fn legible(number: &str) -> String {
    let groups = number.strip_prefix(TURKIYE).filter(|rest| rest.len() == 10 && rest.bytes().all(|b| b.is_ascii_digit()));
    match groups {
        Some(rest) => [TURKIYE, &rest[..3], &rest[3..6], &rest[6..8], &rest[8..]].join("\u{a0}"),
        None => number.replace(' ', "\u{a0}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{dial, legible};

    #[test]
    fn numbers_are_read_in_groups_and_dialled_without() {
        for (written, read, dialled) in [
            ("+908502184830", "+90 850 218 48 30", "+908502184830"),
            ("0850 218 48 30", "0850 218 48 30", "08502184830"),
            ("157", "157", "157"),
            ("+4921612345", "+4921612345", "+4921612345"),
        ] {
            assert_eq!(legible(written), read.replace(' ', "\u{a0}"));
            assert_eq!(dial(written), dialled);
            assert_eq!(dial(&legible(written)), dialled);
        }
    }
}
