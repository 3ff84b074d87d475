//! Which bucket of a large index a word is in. A hash decides, so that no address tells what was typed.
//!
//! Vowels and doubled letters, which are mistyped most, do not count. Each word is in two buckets: by its first letter with the next
//! consonant, and by its first letter with the one after. So a reader's word that has a consonant too few, or two swapped, is found in
//! the first bucket that she asks, and one with a wrong consonant or one too many in the second.
//!
//! The hash has few values, the slots. The index file says where each is: many light slots share a bucket, a heavy one is parted among
//! several by another letter, so that every bucket weighs about the same.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::codec::{Numbers, push_number};
use super::family::strip_particle;

/// How many slots there are. The client has the same number, and the same letters below.
const SLOTS: usize = 509;
/// Letters that do not decide on a bucket, folded.
const VOWELS: &str = "aeiouyاويهаеиоуыэюяьъ";
/// A slot is parted among at most so many buckets.
const PARTS: usize = 8;

/// Where a word may be: its slot, and the letter by which a heavy slot is parted.
pub(super) type Key = (usize, usize);

/// The keys of a word, whose attached article does not count. Beginnings part by the letters that all forms of a word share.
pub(super) fn keys(word: &str, particles: &[String]) -> [Key; 2] {
    of(&letters(word, particles))
}

/// The keys to ask a word by, the likeliest first: its own two, and where it is, had its second letter not slipped in. Where that is a
/// vowel, the neighbour of the first instead: there is a word of which one of the first letters is another.
pub(super) fn asked(word: &str, particles: &[String]) -> [Key; 3] {
    let mut letters = letters(word, particles);
    let [one, other] = of(&letters);
    if consonants(&letters).first() == letters.get(1) && letters.len() > 2 {
        letters.remove(1);
        return [one, other, of(&letters)[0]];
    }
    [one, other, (one.0, one.1 + 1)]
}

fn letters(word: &str, particles: &[String]) -> Vec<usize> {
    strip_particle(particles, word).unwrap_or(word).chars().map(|letter| letter as usize).collect()
}

fn of(letters: &[usize]) -> [Key; 2] {
    let others = consonants(letters);
    let (letter, other) = (|n: usize| letters.get(n).copied().unwrap_or(0), |n: usize| others.get(n).copied().unwrap_or(0));
    let slot = |n: usize| (letter(0) * 31 + other(n)) % SLOTS;
    [(slot(0), letter(1) + letter(2)), (slot(1), if other(2) > 0 { other(2) } else { letter(1) })]
}

/// Whether a word has more than its first letter and vowels.
pub(super) fn has_consonant(word: &str, particles: &[String]) -> bool {
    !consonants(&letters(word, particles)).is_empty()
}

/// The letters after the first that decide.
fn consonants(letters: &[usize]) -> Vec<usize> {
    let is_vowel = |letter: usize| VOWELS.chars().any(|vowel| vowel as usize == letter);
    let mut others: Vec<usize> = letters.iter().skip(1).copied().filter(|letter| !is_vowel(*letter)).collect();
    others.dedup();
    others
}

/// For each slot its first bucket, and among how many it is parted: as the index file has it.
#[derive(Debug, Clone, Default)]
pub(super) struct Slots(Vec<(usize, usize)>);

impl Slots {
    pub(super) fn read(stream: &str) -> Slots {
        Slots(Numbers::new(stream).map(|number| (number / PARTS, number % PARTS + 1)).collect())
    }

    pub(super) fn write(&self) -> String {
        let mut out = String::new();
        self.0.iter().for_each(|(bucket, parts)| push_number(&mut out, bucket * PARTS + parts - 1));
        out
    }

    pub(super) fn bucket(&self, (slot, letter): Key) -> usize {
        self.0.get(slot).map_or(0, |(bucket, parts)| bucket + letter % parts)
    }
}

/// Sorts items with their keys into buckets that weigh at most so much, where that can be.
pub(super) fn sort(keys: &[[Key; 2]], weigh: impl Fn(&BTreeSet<usize>) -> usize, most: usize) -> (Slots, Vec<BTreeSet<usize>>) {
    let mut filled: Vec<BTreeSet<Item>> = vec![BTreeSet::new(); SLOTS];
    for (item, [one, other]) in keys.iter().enumerate() {
        filled[one.0].insert((one.1, item));
        filled[other.0].insert((other.1, item));
    }
    let weighed = |items: &BTreeSet<Item>| weigh(&items.iter().map(|(_, item)| *item).collect());
    let mut order: Vec<(usize, usize)> = filled.iter().map(weighed).enumerate().filter(|(_, weight)| *weight > 0).collect();
    order.sort_by_key(|(slot, weight)| (Reverse(*weight), *slot));
    let (mut slots, mut buckets, mut weights) = (vec![(0, 1); SLOTS], Vec::<BTreeSet<usize>>::new(), Vec::new());
    for (slot, weight) in order {
        if weight > most {
            let parts = parted(&filled[slot], &weigh, most);
            slots[slot] = (buckets.len(), parts.len());
            weights.resize(buckets.len() + parts.len(), most);
            buckets.extend(parts);
            continue;
        }
        let bucket = weights.iter().position(|known| known + weight <= most).unwrap_or(buckets.len());
        if bucket == buckets.len() {
            buckets.push(BTreeSet::new());
            weights.push(0);
        }
        weights[bucket] += weight;
        slots[slot] = (bucket, 1);
        buckets[bucket].extend(filled[slot].iter().map(|(_, item)| *item));
    }
    (Slots(slots), buckets)
}

/// The letter by which a heavy slot is parted, and a word.
type Item = (usize, usize);

/// The fewest parts of which none is too heavy, or else those of which the heaviest is the least.
fn parted(items: &BTreeSet<Item>, weigh: impl Fn(&BTreeSet<usize>) -> usize, most: usize) -> Vec<BTreeSet<usize>> {
    let into = |count: usize| -> Vec<BTreeSet<usize>> {
        (0..count).map(|part| items.iter().filter(|(letter, _)| letter % count == part).map(|(_, item)| *item).collect()).collect()
    };
    let heaviest = |parts: &Vec<BTreeSet<usize>>| parts.iter().map(&weigh).max().unwrap_or(0);
    let all: Vec<Vec<BTreeSet<usize>>> = (1..=PARTS).map(into).collect();
    let light = all.iter().position(|parts| heaviest(parts) <= most);
    let chosen = light.or_else(|| (0..PARTS).min_by_key(|n| heaviest(&all[*n]))).unwrap_or(0);
    all.into_iter().nth(chosen).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_where_it_is_looked_for() {
        let letter = |n: usize| char::from(b'a' + (n % 26) as u8);
        let coin = |n: usize| ["b", "k", "s", "م"][n % 4].chars().chain([n / 4, n / 104, n * 7 / 9, n].map(letter)).collect();
        let words: Vec<String> = (0..3000).map(coin).collect();
        let keys: Vec<[Key; 2]> = words.iter().map(|word| keys(word, &[])).collect();
        let (slots, buckets) = sort(&keys, |items| items.len(), 200);
        let slots = Slots::read(&slots.write());
        assert!(
            buckets.len() > 20 && buckets.iter().all(|bucket| bucket.len() <= 300),
            "{:?}",
            buckets.iter().map(BTreeSet::len).collect::<Vec<_>>()
        );
        for (item, keys) in keys.iter().enumerate() {
            assert!(keys.iter().all(|key| buckets[slots.bucket(*key)].contains(&item)), "{}", words[item]);
        }
    }
}
