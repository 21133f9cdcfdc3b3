//! What the shop sells. The page shows it; prices are looked up here and nowhere else.

use serde::{Deserialize, Serialize};
use vvchat_openapi::Fen;

/// The most of one tea that an order may have.
pub(crate) const MOST: u32 = 99;

/// The languages that the shop speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Lang {
    Zh,
    En,
}

/// A text in both languages.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct Text {
    zh: &'static str,
    en: &'static str,
}

impl Text {
    pub(crate) fn in_lang(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => self.zh,
            Lang::En => self.en,
        }
    }
}

/// What the shop is called.
pub(crate) const SHOP: Text = Text { zh: "云雾茶舍", en: "Cloud & Mist Tea" };

/// A tea.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct Product {
    pub(crate) id: &'static str,
    pub(crate) price: Fen,
    pub(crate) name: Text,
    pub(crate) about: Text,
    /// The message that goes to a conversation. What the shop says in its name, the shop writes: the page names the tea.
    pub(crate) invitation: Text,
}

/// All teas, in the order of the page.
pub(crate) const PRODUCTS: [Product; 3] = [
    Product {
        id: "longjing",
        price: Fen::new(12_800),
        name: Text { zh: "明前西湖龙井", en: "West Lake Longjing" },
        about: Text { zh: "清香回甘 · 50 克", en: "Fresh and sweet · 50 g" },
        invitation: Text {
            zh: "周六下午三点，云雾茶舍，一起喝明前西湖龙井？",
            en: "Saturday at three, Cloud & Mist Tea: shall we have some West Lake Longjing?",
        },
    },
    Product {
        id: "jasmine",
        price: Fen::new(7_600),
        name: Text { zh: "茉莉银针", en: "Jasmine Silver Needle" },
        about: Text { zh: "七窨花香 · 80 克", en: "Scented seven times · 80 g" },
        invitation: Text {
            zh: "周六下午三点，云雾茶舍，一起喝茉莉银针？",
            en: "Saturday at three, Cloud & Mist Tea: shall we have some Jasmine Silver Needle?",
        },
    },
    Product {
        id: "puer",
        price: Fen::new(26_800),
        name: Text { zh: "陈年普洱饼", en: "Aged Pu'er cake" },
        about: Text { zh: "2009 年 · 357 克", en: "Of 2009 · 357 g" },
        invitation: Text {
            zh: "周六下午三点，云雾茶舍，一起喝陈年普洱饼？",
            en: "Saturday at three, Cloud & Mist Tea: shall we have some Aged Pu'er cake?",
        },
    },
];

/// The tea of that id.
pub(crate) fn product(id: &str) -> Option<&'static Product> {
    PRODUCTS.iter().find(|product| product.id == id)
}
