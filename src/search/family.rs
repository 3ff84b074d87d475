//! Which words of a text are forms of one word: decided when the index is built, so that the browser needs no stemmer.
//!
//! Where Snowball has a stemmer for the language it is asked; then, and elsewhere, endings of the language are taken off. Words with the
//! same stem are a family. The only user of the stemmer crate.

use snowball_stemmers_rs::{Algorithm, Stemmer};

use super::fold;

/// How the words of one language are brought to their stems.
pub struct Stems {
    stemmer: Option<Stemmer>,
    particles: Vec<String>,
    endings: Vec<String>,
}

/// The fewest letters that a stem keeps.
const SHORTEST: usize = 3;
/// And the fewest that one keeps which loses a second ending.
const LONG: usize = 5;

impl Stems {
    /// For a BCP 47 tag.
    pub fn of(tag: &str) -> Stems {
        let algorithm = match tag {
            "ar" => Some(Algorithm::Arabic),
            "en" => Some(Algorithm::English),
            "fr" => Some(Algorithm::French),
            "ru" => Some(Algorithm::Russian),
            "tr" => Some(Algorithm::Turkish),
            "uk" => Some(Algorithm::Ukrainian),
            _ => None,
        };
        let folded = |list: &str| list.split_whitespace().map(fold::fold).collect();
        let mut endings: Vec<String> = folded(trimmed(tag));
        endings.sort_by_key(|ending| std::cmp::Reverse(ending.chars().count()));
        Stems { stemmer: algorithm.map(Stemmer::create), particles: folded(particles(tag)), endings }
    }

    /// The stem of a word, given as written and folded.
    pub fn stem(&self, written: &str, folded: &str) -> String {
        if fold::is_number(folded) {
            return folded.to_string();
        }
        match &self.stemmer {
            Some(stemmer) => {
                let bare = self.without_particle(folded).unwrap_or(folded);
                let stem = fold::fold(&stemmer.stem(&written.to_lowercase()));
                let stem = stem.replace([' ', '\''], "");
                let stem = if self.particles.is_empty() { stem } else { fold::fold(&stemmer.stem(bare)).replace(' ', "") };
                if stem.chars().count() < 2 { bare.to_string() } else { self.without_ending(&stem).to_string() }
            }
            None => self.without_ending(self.without_particle(folded).unwrap_or(folded)).to_string(),
        }
    }

    /// The word without an attached article or particle: `والعمل` is `عمل`.
    pub fn without_particle<'w>(&self, word: &'w str) -> Option<&'w str> {
        strip_particle(&self.particles, word)
    }

    /// Takes off one ending, and then more as long as a long stem remains: words of many languages end in several.
    fn without_ending<'w>(&self, word: &'w str) -> &'w str {
        let least = if self.stemmer.is_some() { LONG } else { SHORTEST };
        let mut stem = self.shortened(word, least).unwrap_or(word);
        while let Some(shorter) = self.shortened(stem, LONG) {
            stem = shorter;
        }
        stem
    }

    fn shortened<'w>(&self, word: &'w str, least: usize) -> Option<&'w str> {
        let stems = self.endings.iter().filter_map(|ending| word.strip_suffix(ending.as_str()));
        stems.into_iter().find(|stem| stem.chars().count() >= least)
    }
}

/// Takes off the first particle of the list that leaves a word.
pub(super) fn strip_particle<'w>(particles: &[String], word: &'w str) -> Option<&'w str> {
    let bare = particles.iter().filter_map(|particle| word.strip_prefix(particle.as_str()));
    bare.into_iter().find(|bare| bare.chars().count() >= SHORTEST)
}

/// Articles and particles written together with the next word, longest first.
pub fn particles(tag: &str) -> &'static str {
    match tag {
        "ar" => "وبال وكال ولل وال فال بال كال لل ال و ف ب ل ك",
        // Beginnings of verbs, and of what is denied.
        "ku" => "di na ne bi",
        "ckb" => "دە نا نە",
        "fa" | "fa-AF" => "نمی می",
        _ => "",
    }
}

/// Endings that words take, each perhaps after another.
pub fn endings(tag: &str) -> &'static str {
    match tag {
        "ar" => "ات ون ين ان ه ها هم هن كم نا ي ك ة وا تم ته",
        "fa" | "fa-AF" => "هایشان هایمان هایتان هایی های ها ترین تر ان ات ی اش شان مان تان ام ای گان یی",
        "ur" => "وں یں یاں ئیں ئے یوں ی ا ے ہ و ں نا نے تا تی تے",
        "ps" => "ونو ونه ونې انو ان و ې ه ي ی ۍ یې ګانو ګانې ګان تونه توب",
        "ckb" => "ەکانیان ەکانی ەکان ەکەی ەکە ێک ەوە انی ان ی ە یان یە دا",
        "ku" => "ekî ekê ek an ên ê a î yê ya yên yan eke in e iyê ev vin kirin",
        "so" => "yada aha ahaas ooyin yaal iyo ayaa kii tii dii gii kiisa tiisa diisa ka ta da ga ha ku tu du gu hu aan kiisu ada ayo o a",
        "uz" => "larining laridan larini lariga lari larni larga lardan lar ning dan ni ga da si i",
        "tr" => {
            "lar ler ı i u a e ın in un da de ta te dan den tan ten ım im um m mız miz muz nız niz nuz sı si su ya ye yı yi nın nin nun nı ni na ne n la le ca ce lık lik luk cı ci dır dir dur tır tir tur dı di du tı ti mış miş acak ecek ar er ır ir ur yor mak mek ma me an en ıl il sız siz lı li lu s ki ken sa se"
        }
        "en" => "s es ed ing er ers ion ions al ly ment ments ly",
        "fr" => "s e es x aux ent er ez é ée és ées ant ation ations ement ments",
        "ru" => {
            "а я ы и у ю е о ов ев ей ам ям ами ями ах ях ом ем ой ого его ому ему ый ий ая яя ое ее ые ие ую юю ым им ых их ыми ими ть ся сь л ла ло ли ет ют ат ят"
        }
        "uk" => "а я и і у ю е о ів ей ам ям ами ями ах ях ом ем ою ого ому ий ій ая яя ое ее ії ую ю им их ими ти ся сь в ла ло ли",
        _ => "",
    }
}

/// Endings taken off words when families are made: where Snowball has a stemmer, it knows better, but it leaves some of the many that
/// Turkish puts one after the other.
fn trimmed(tag: &str) -> &'static str {
    match tag {
        "ar" | "en" | "fr" | "ru" | "uk" => "",
        _ => endings(tag),
    }
}
