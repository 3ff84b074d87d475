//! Names of months, currencies and small numbers in the languages of the portal, as stems: what follows a stem may be an ending.
//!
//! Months and number words: CLDR 48, with the other names in use (the Levant's and the Maghreb's months, Kurmanji's old ones). The words
//! only ever excuse a difference, so that a missing one can cause a false alarm and no silence.

/// Gregorian months, January first.
const MONTHS: [&[&str]; 12] = [
    &[
        "january",
        "ocak",
        "يناير",
        "كانون الثاني",
        "ژانویه",
        "جنوری",
        "جنوري",
        "çile",
        "rêbendan",
        "کانوونی دووەم",
        "jannaayo",
        "janaayo",
        "janvier",
        "январ",
    ],
    &[
        "february",
        "şubat",
        "فبراير",
        "شباط",
        "فوریه",
        "فبروری",
        "فبروري",
        "فروری",
        "sibat",
        "reşem",
        "شوبات",
        "febraayo",
        "février",
        "феврал",
    ],
    &["march", "mart", "مارس", "آذار", "مارچ", "adar", "ئازار", "maarso", "mars", "март"],
    &["april", "nisan", "أبريل", "إبريل", "نيسان", "آوریل", "اپریل", "nîsan", "avrêl", "نیسان", "abriil", "avril", "апрел"],
    &["may", "mayıs", "مايو", "أيار", "مه", "می", "مې", "مئی", "gulan", "ئایار", "maajo", "mai", "ма"],
    &["june", "haziran", "يونيو", "حزيران", "ژوئن", "جون", "hezîran", "pûşper", "حوزەیران", "juun", "juin", "июн"],
    &["july", "temmuz", "يوليو", "تموز", "ژوئیه", "جولای", "جولائی", "tîrmeh", "تەممووز", "تەمووز", "luulyo", "juillet", "июл"],
    &["august", "ağustos", "أغسطس", "آب", "اوت", "آگوست", "اگست", "اګست", "tebax", "ئاب", "agoosto", "ogosto", "août", "август"],
    &[
        "september",
        "eylül",
        "سبتمبر",
        "أيلول",
        "سپتامبر",
        "سپتمبر",
        "سپټمبر",
        "ستمبر",
        "îlon",
        "ئەیلوول",
        "sebtembar",
        "sebteembar",
        "septembre",
        "сентябр",
    ],
    &["october", "ekim", "أكتوبر", "تشرين الأول", "اکتبر", "اکتوبر", "cotmeh", "تشرینی یەکەم", "oktoobar", "octobre", "октябр"],
    &[
        "november",
        "kasım",
        "نوفمبر",
        "تشرين الثاني",
        "نوامبر",
        "نومبر",
        "mijdar",
        "تشرینی دووەم",
        "nofembar",
        "noofembar",
        "novembre",
        "ноябр",
    ],
    &[
        "december",
        "aralık",
        "ديسمبر",
        "كانون الأول",
        "دسامبر",
        "دسمبر",
        "kanûn",
        "berfanbar",
        "کانوونی یەکەم",
        "diisembar",
        "décembre",
        "декабр",
    ],
];

/// Solar Hijri months, as in Iran, in Dari and in Pashto.
const SOLAR_MONTHS: [&[&str]; 12] = [
    &["فروردین", "حمل", "وری"],
    &["اردیبهشت", "ثور", "غویی"],
    &["خرداد", "جوزا", "غبرګولی"],
    &["تیر", "سرطان", "چنګاښ"],
    &["مرداد", "اسد", "زمری"],
    &["شهریور", "سنبله", "وږی"],
    &["مهر", "میزان", "تله"],
    &["آبان", "عقرب", "لړم"],
    &["آذر", "قوس", "لیندۍ"],
    &["دی", "جدی", "مرغومی"],
    &["بهمن", "دلو", "سلواغه"],
    &["اسفند", "حوت", "کب"],
];

const CURRENCIES: [(&str, &[&str]); 3] = [
    ("TRY", &["₺", "tl", "try", "lira", "livre", "ليرة", "لیر", "lîre", "лир"]),
    ("USD", &["$", "usd", "dollar", "dolar", "دولار", "دلار", "دالر", "ڈالر", "دۆلار", "доллар", "doolar"]),
    ("EUR", &["€", "eur", "euro", "avro", "يورو", "یورو", "یۆرۆ", "евро", "yuuro", "ewro"]),
];

/// Cardinal and ordinal words by value.
const NUMBERS: [(&str, &[&str]); 20] = [
    (
        "1",
        &[
            "one", "a", "an", "first", "single", "once", "bir", "ilk", "tek", "واحد", "أول", "اول", "یک", "یو", "یوه", "yek", "pêşîn",
            "یەک", "hal", "kow", "koow", "un", "une", "premi", "один", "одн", "перв", "ایک", "پہل", "لومړ",
        ],
    ),
    (
        "2",
        &[
            "two",
            "second",
            "both",
            "twice",
            "pair",
            "iki",
            "çift",
            "اثن",
            "ثاني",
            "ثانية",
            "دو",
            "دوم",
            "دوه",
            "du",
            "duy",
            "دوو",
            "laba",
            "deux",
            "second",
            "два",
            "две",
            "двух",
            "втор",
            "دوسر",
            "تان",
            "ين",
        ],
    ),
    (
        "3",
        &[
            "three",
            "third",
            "üç",
            "ثلاث",
            "ثالث",
            "سه",
            "سوم",
            "درې",
            "sê",
            "سێ",
            "saddex",
            "trois",
            "trois",
            "три",
            "трёх",
            "трех",
            "треть",
            "تین",
            "تیسر",
        ],
    ),
    ("4", &["four", "dört", "أربع", "رابع", "چهار", "څلور", "çar", "چوار", "afar", "quatr", "четыр", "четвер", "چار", "چوتھ"]),
    ("5", &["five", "fifth", "beş", "خمس", "خامس", "پنج", "پنځ", "pênc", "پێنج", "shan", "cinq", "пят", "پانچ"]),
    ("6", &["six", "altı", "ست", "سادس", "شش", "شپږ", "şeş", "شەش", "lix", "six", "шест", "چھ"]),
    ("7", &["seven", "yedi", "سبع", "سابع", "هفت", "اووه", "heft", "حەوت", "toddob", "sept", "сем", "седьм", "سات"]),
    ("8", &["eight", "sekiz", "ثمان", "ثامن", "هشت", "اته", "heşt", "هەشت", "siddeed", "huit", "восем", "восьм", "آٹھ"]),
    ("9", &["nine", "ninth", "dokuz", "تسع", "تاسع", "نه", "نهه", "neh", "نۆ", "sagaal", "neuf", "neuv", "девят", "نو"]),
    ("10", &["ten", "tenth", "on", "عشر", "عاشر", "ده", "لس", "deh", "دە", "toban", "dix", "десят", "دس"]),
    ("11", &["eleven", "on bir", "أحد عشر", "یازده", "یوولس", "yanzdeh", "یازدە", "kow iyo toban", "onze", "одиннадцат", "گیارہ"]),
    (
        "12",
        &["twel", "on iki", "اثنا عشر", "اثني عشر", "دوازده", "دولس", "dozdeh", "دوازدە", "laba iyo toban", "douz", "двенадцат", "بارہ"],
    ),
    ("15", &["fifteen", "on beş", "خمسة عشر", "پانزده", "پنځلس", "panzdeh", "پازدە", "quinz", "пятнадцат", "پندرہ"]),
    ("18", &["eighteen", "on sekiz", "ثمانية عشر", "هجده", "هژده", "اتلس", "hejdeh", "هەژدە", "dix-huit", "восемнадцат", "اٹھارہ"]),
    ("20", &["twent", "yirmi", "عشرون", "عشرين", "بیست", "شل", "bîst", "بیست", "labaatan", "vingt", "двадцат", "بیس"]),
    ("24", &["twenty-four", "yirmi dört", "day and night", "around the clock", "ليل", "شبانه", "gece", "شەو"]),
    ("30", &["thirt", "otuz", "ثلاثون", "ثلاثين", "سی", "دېرش", "sî", "سی", "soddon", "trente", "тридцат", "تیس"]),
    ("60", &["sixt", "altmış", "ستون", "ستين", "شصت", "شپېته", "şêst", "شەست", "lixdan", "soixante", "шестьдесят", "ساٹھ"]),
    ("100", &["hundred", "yüz", "مئة", "مائة", "صد", "سل", "sed", "سەد", "boqol", "cent", "сто", "سو"]),
    ("1000", &["thousand", "bin", "ألف", "هزار", "زر", "hezar", "هەزار", "kun", "mille", "тысяч", "ہزار"]),
];

/// How many letters may follow a stem.
const ENDING: usize = 5;

/// The Gregorian month that these words begin with, from 1, and how many words its name has.
pub(super) fn month(word: &str, next: &str) -> Option<(u8, usize)> {
    in_months(&MONTHS, word, next)
}

pub(super) fn solar_month(word: &str) -> Option<u8> {
    in_months(&SOLAR_MONTHS, word, "").map(|(month, _)| month)
}

/// Whether a text names a Solar Hijri month.
pub(super) fn mentions_solar(text: &str) -> bool {
    text.split(|c: char| !c.is_alphabetic()).any(|word| solar_month(word).is_some())
}

/// The ISO 4217 code of a currency's sign or name.
pub(super) fn currency(word: &str) -> Option<&'static str> {
    CURRENCIES.iter().find(|(_, stems)| stems.iter().any(|stem| is_form(word, stem))).map(|(code, _)| *code)
}

/// Whether a lower-case text says a number in a word.
pub(super) fn says(text: &str, number: &str) -> bool {
    let Some((_, stems)) = NUMBERS.iter().find(|(value, _)| *value == number) else { return false };
    let (phrases, words): (Vec<&str>, Vec<&str>) = stems.iter().partition(|stem| stem.contains([' ', '-']));
    let is_said = |word: &str| words.iter().any(|stem| is_form(word, stem) || is_dual(word, stem));
    phrases.iter().any(|phrase| text.contains(phrase)) || text.split(|c: char| !c.is_alphanumeric()).any(is_said)
}

/// Arabic says two with an ending.
fn is_dual(word: &str, stem: &str) -> bool {
    matches!(stem, "تان" | "ين") && (word.ends_with("ان") || word.ends_with("ين")) && word.chars().count() > 4
}

fn in_months(months: &[&[&str]; 12], word: &str, next: &str) -> Option<(u8, usize)> {
    let both = format!("{word} {next}");
    let position = |matches: &dyn Fn(&str) -> bool| months.iter().position(|stems| stems.iter().any(|stem| matches(stem)));
    let two = position(&|stem| stem.contains(' ') && is_form(&both, stem)).map(|month| (month, 2));
    let exact = || position(&|stem| stem == word).map(|month| (month, 1));
    let inflected = || position(&|stem| !stem.contains(' ') && stem.chars().count() > 2 && is_form(word, stem)).map(|month| (month, 1));
    let (month, words) = two.or_else(exact).or_else(inflected)?;
    u8::try_from(month + 1).ok().map(|month| (month, words))
}

/// Whether a word is the stem, with an ending or none. Short stems take none: too much begins with them.
fn is_form(word: &str, stem: &str) -> bool {
    let ending = word.strip_prefix(stem).or_else(|| word.strip_prefix("ال").and_then(|word| word.strip_prefix(stem)));
    ending.is_some_and(|ending| ending.is_empty() || (stem.chars().count() > 2 && ending.chars().count() <= ENDING))
}
