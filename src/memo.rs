//! What pure functions gave, kept by all that each of them saw. Asking with the same key again costs a look-up; nothing is ever out of date,
//! since something else has another key.
//!
//! Knows no function and decides nothing about keys: a key that leaves out what a function sees is a mistake of the caller.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A value as a key by identity: equal to its clones alone, which costs nothing to find out, whatever its size. It holds the value, so that
/// nothing else can come to lie at its address.
#[derive(Debug)]
pub struct Identity<T: ?Sized>(Arc<T>);

/// Results by key. Shared by threads; two that ask for the same at once may both make it, and keep one.
#[derive(Debug)]
pub struct Memo<K, V> {
    kept: Mutex<BTreeMap<K, Kept<V>>>,
}

#[derive(Debug)]
struct Kept<V> {
    value: Arc<V>,
    is_used: bool,
}

impl<K: Ord + Clone, V> Memo<K, V> {
    /// The value of the key, made where it is not kept yet.
    pub fn get(&self, key: &K, make: impl FnOnce() -> V) -> Arc<V> {
        if let Some(kept) = self.lock().get_mut(key) {
            kept.is_used = true;
            return kept.value.clone();
        }
        // Made without holding the lock: others go on meanwhile.
        let value = Arc::new(make());
        let mut all = self.lock();
        all.entry(key.clone()).or_insert(Kept { value, is_used: true }).value.clone()
    }

    /// Keeps a value that was made before, in another run.
    pub fn restore(&self, key: K, value: V) {
        self.lock().entry(key).or_insert(Kept { value: Arc::new(value), is_used: false });
    }

    /// Forgets what nobody has asked for since the last time, so that a long preview holds one site and not all it has ever been.
    pub fn sweep(&self) {
        self.lock().retain(|_, kept| std::mem::take(&mut kept.is_used));
    }

    /// Everything kept, by key.
    pub fn entries(&self) -> Vec<(K, Arc<V>)> {
        self.lock().iter().map(|(key, kept)| (key.clone(), kept.value.clone())).collect()
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<K, Kept<V>>> {
        // A thread that panicked while it held the lock left the map whole.
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T: ?Sized> Identity<T> {
    pub fn of(value: &Arc<T>) -> Identity<T> {
        Identity(value.clone())
    }

    fn address(&self) -> usize {
        Arc::as_ptr(&self.0).addr()
    }
}

impl<T: ?Sized> Clone for Identity<T> {
    fn clone(&self) -> Identity<T> {
        Identity(self.0.clone())
    }
}

impl<T: ?Sized> PartialEq for Identity<T> {
    fn eq(&self, other: &Identity<T>) -> bool {
        self.address() == other.address()
    }
}

impl<T: ?Sized> Eq for Identity<T> {}

impl<T: ?Sized> PartialOrd for Identity<T> {
    fn partial_cmp(&self, other: &Identity<T>) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T: ?Sized> Ord for Identity<T> {
    fn cmp(&self, other: &Identity<T>) -> Ordering {
        self.address().cmp(&other.address())
    }
}

impl<K, V> Default for Memo<K, V> {
    fn default() -> Memo<K, V> {
        Memo { kept: Mutex::new(BTreeMap::new()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_itself_and_no_other() {
        let (one, other) = (Arc::<str>::from("same"), Arc::<str>::from("same"));
        assert_eq!(Identity::of(&one), Identity::of(&one.clone()));
        assert_ne!(Identity::of(&one), Identity::of(&other));
    }

    #[test]
    fn makes_each_value_once_and_forgets_what_is_not_asked_for() {
        let memo: Memo<u8, String> = Memo::default();
        let made = |key: u8, text: &str| memo.get(&key, || text.to_string());
        assert_eq!((made(1, "a").as_str(), made(1, "b").as_str(), made(2, "c").as_str()), ("a", "a", "c"));
        memo.sweep();
        assert_eq!(made(2, "d").as_str(), "c");
        memo.sweep();
        assert_eq!((made(1, "e").as_str(), made(2, "f").as_str()), ("e", "c"));
    }
}
