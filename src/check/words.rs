//! Lists of words by language, for rules that cannot be told from letters alone. A language without a list is left alone.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Link texts that say nothing about where they lead, in lower case (WCAG 2.2, 2.4.4; W3C technique F84).
#[rustfmt::skip]
pub(super) fn vague_links(language: &str) -> &'static [&'static str] {
    match language {
        "en" => &["here", "click here", "click", "read more", "more", "learn more", "this link", "link", "this page", "this", "see more", "details", "more information", "find out more", "continue"],
        "tr" => &["buraya", "burada", "buradan", "tıklayın", "buraya tıklayın", "tıkla", "devamı", "devamını oku", "daha fazla", "bağlantı", "bu bağlantı", "link", "bu sayfa", "ayrıntılar", "detaylar"],
        "ar" => &["هنا", "اضغط هنا", "انقر هنا", "انقر", "اضغط", "المزيد", "اقرأ المزيد", "الرابط", "هذا الرابط", "رابط", "هذه الصفحة", "التفاصيل"],
        "fa" | "prs" => &["اینجا", "این‌جا", "اینجا کلیک کنید", "کلیک کنید", "بیشتر", "بیشتر بخوانید", "ادامه", "ادامه مطلب", "این لینک", "لینک", "این پیوند", "پیوند", "این صفحه", "جزئیات"],
        "ps" => &["دلته", "دلته کلیک وکړئ", "کلیک وکړئ", "نور", "نور ولولئ", "لینک", "دا لینک", "دا پاڼه"],
        "ur" => &["یہاں", "یہاں کلک کریں", "کلک کریں", "مزید", "مزید پڑھیں", "لنک", "یہ لنک", "یہ صفحہ", "تفصیلات"],
        "ckb" => &["ئێرە", "لێرە", "کلیک بکە", "لێرە کلیک بکە", "زیاتر", "زیاتر بخوێنەوە", "بەستەر", "ئەم بەستەرە", "ئەم لاپەڕەیە"],
        "kmr" => &["li vir", "vir", "li vir bitikîne", "bitikîne", "bêtir", "zêdetir", "bêtir bixwîne", "lînk", "ev lînk", "ev rûpel"],
        "so" => &["halkan", "halkan guji", "guji", "guji halkan", "faahfaahin", "akhri wax badan", "wax badan", "link", "linkigan", "boggan"],
        "fr" => &["ici", "cliquez ici", "cliquer ici", "cliquez", "en savoir plus", "lire la suite", "lire plus", "plus", "ce lien", "lien", "cette page", "voir plus", "détails", "suite"],
        "ru" => &["здесь", "тут", "сюда", "нажмите здесь", "нажмите сюда", "нажмите", "подробнее", "далее", "читать далее", "ссылка", "эта ссылка", "по ссылке", "эта страница"],
        _ => &[],
    }
}

/// How descriptions of pictures begin that only say that there is a picture, in lower case.
pub(super) fn picture_words(language: &str) -> &'static [&'static str] {
    match language {
        "en" => &["picture of", "image of", "photo of", "photograph of", "graphic of", "a picture of", "an image of", "a photo of"],
        "tr" => &["resim:", "fotoğraf:", "görsel:"],
        "ar" => &["صورة "],
        "fa" | "prs" => &["تصویر ", "عکس "],
        "fr" => &["image de", "photo de", "image d’", "photo d’", "image d'", "photo d'"],
        "ru" => &["картинка", "изображение", "фото "],
        "ur" => &["تصویر "],
        _ => &[],
    }
}

/// Little words that nearly every sentence of a language has, and that the other languages in the same letters do not.
pub(super) const COMMON: &[(&str, &[&str])] = &[
    ("en", &["the", "and", "you", "your", "with", "not", "are", "that", "have", "this", "from", "which", "must", "when"]),
    ("tr", &["ve", "bir", "için", "bu", "ile", "olarak", "değil", "daha", "gibi", "veya", "sonra", "sizin", "ancak", "olan"]),
    ("fr", &["les", "des", "vous", "votre", "pour", "dans", "est", "une", "avec", "pas", "que", "sur", "aux", "cette"]),
    ("so", &["waa", "oo", "ka", "ku", "aad", "ama", "iyo", "haddii", "waxaad", "kuu", "leh", "lagu"]),
    ("kmr", &["û", "li", "ji", "bi", "ku", "ne", "hûn", "ev", "jî", "di", "yên", "dikin", "bo"]),
    ("de", &["der", "die", "und", "nicht", "mit", "sie", "ist", "das", "ein", "eine", "auf", "für"]),
    ("es", &["los", "las", "una", "con", "para", "que", "por", "usted", "está", "del"]),
    ("ar", &["في", "من", "إلى", "على", "أن", "التي", "هذا", "هذه", "لا", "عن", "إذا", "الذي", "أو"]),
    ("fa", &["در", "به", "از", "را", "که", "این", "است", "با", "برای", "شما", "یا", "آن"]),
    ("ps", &["په", "د", "چې", "سره", "یا", "او", "تاسو", "دی", "ته", "کړئ", "څخه"]),
    ("ur", &["کے", "میں", "کی", "ہے", "سے", "اور", "آپ", "کو", "نہیں", "پر", "ہیں", "کا"]),
    ("ckb", &["لە", "بۆ", "بە", "کە", "ئەم", "یان", "لەگەڵ", "ئەو", "دەبێت", "ئێوە"]),
    ("ru", &["и", "в", "на", "не", "что", "вы", "для", "если", "или", "это", "по", "вам"]),
    ("uk", &["і", "та", "що", "ви", "для", "якщо", "або", "це", "від", "вам"]),
];

/// Which lists of `COMMON` hold a word, by bits.
static LISTS: LazyLock<HashMap<&'static str, u32>> = LazyLock::new(|| {
    let mut lists: HashMap<&str, u32> = HashMap::new();
    for (n, (_, words)) in COMMON.iter().enumerate() {
        words.iter().for_each(|word| *lists.entry(word).or_default() |= 1 << n);
    }
    lists
});

/// No word of `COMMON` has more bytes than this, in whatever letters.
const LONGEST: usize = 24;

/// The lists of `COMMON` that hold this word in small letters.
pub(super) fn common_in(word: &str) -> impl Iterator<Item = usize> + use<> {
    let bits = if word.len() > LONGEST { 0 } else { LISTS.get(word.to_lowercase().as_str()).copied().unwrap_or(0) };
    (0..COMMON.len()).filter(move |n| bits >> n & 1 == 1)
}

/// The list of words that a language's path goes by: Dari reads as Persian.
pub(super) fn common(language: &str) -> Option<&'static str> {
    let name = if language == "prs" { "fa" } else { language };
    COMMON.iter().find(|(known, _)| *known == name).map(|(known, _)| *known)
}

/// Heavy words and what to write instead (plainlanguage.gov; GOV.UK, “Words to avoid”).
pub(super) fn heavy_words(language: &str) -> &'static [(&'static str, &'static str)] {
    match language {
        "en" => &[
            ("pursuant to", "under"),
            ("in accordance with the provisions of", "under"),
            ("aforementioned", "this"),
            ("hereinafter", "from now on"),
            ("hereby", ""),
            ("thereof", "of it"),
            ("prior to", "before"),
            ("subsequent to", "after"),
            ("in the event that", "if"),
            ("in order to", "to"),
            ("commence", "begin"),
            ("utilise", "use"),
            ("utilize", "use"),
            ("notwithstanding", "even if"),
            ("inter alia", "among others"),
            ("prima facie", "at first sight"),
            ("and/or", "or"),
            ("mutatis mutandis", "in the same way"),
        ],
        "tr" => {
            &[("işbu", "bu"), ("mezkûr", "bu"), ("mezkur", "bu"), ("müteakip", "sonra"), ("binaenaleyh", "bu yüzden"), ("ve/veya", "veya")]
        }
        "fr" => &[("susmentionné", "ce"), ("et/ou", "ou"), ("nonobstant", "malgré"), ("préalablement à", "avant")],
        _ => &[],
    }
}

/// Units of a period after a number, in lower case: what is counted in a time limit.
pub(super) fn period_units(language: &str) -> &'static [&'static str] {
    match language {
        "en" => &["day", "days", "working day", "working days", "business days", "calendar days", "month", "months"],
        "tr" => &["gün", "günlük", "iş günü", "günü", "ay", "aylık", "ayı"],
        "ar" => &["يوم", "يوماً", "يومًا", "أيام", "شهر", "أشهر", "شهراً", "شهرًا"],
        "fa" | "prs" => &["روز", "روزه", "ماه", "ماهه"],
        "ps" => &["ورځې", "ورځو", "میاشتې"],
        "ur" => &["دن", "دنوں", "ماہ", "مہینے", "مہینوں"],
        "ckb" => &["ڕۆژ", "مانگ"],
        "kmr" => &["roj", "rojan", "rojên", "meh", "mehan"],
        "so" => &["maalmood", "maalin", "bilood", "bil"],
        "fr" => &["jour", "jours", "jours ouvrables", "mois"],
        "ru" => &["день", "дня", "дней", "месяц", "месяца", "месяцев"],
        _ => &[],
    }
}
