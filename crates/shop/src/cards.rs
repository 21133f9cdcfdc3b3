//! The data of a share card, for `share_data_url` when it is a URL. VVChat fetches it: anybody may, without a cookie.

use axum::Json;
use axum::extract::{Path, Query};
use serde::{Deserialize, Serialize};

use crate::catalog::{self, Lang};
use crate::failure::Failure;

/// A card of lines of text, as VVChat lays it out.
#[derive(Debug, Serialize)]
pub(crate) struct Card {
    tpl_header: &'static str,
    tpl_version: &'static str,
    tpl_type: &'static str,
    data: [String; 3],
}

#[derive(Debug, Deserialize)]
pub(crate) struct Wanted {
    lang: Lang,
}

/// `GET /cards/{product}?lang=zh`
pub(crate) async fn card(
    Path(product): Path<String>,
    Query(Wanted { lang }): Query<Wanted>,
) -> Result<Json<Card>, Failure> {
    let product = catalog::product(&product).ok_or_else(Failure::no_such_product)?;
    let name = product.name.in_lang(lang);
    Ok(Json(Card {
        tpl_header: "vctalk",
        tpl_version: "v1",
        tpl_type: "MultipleLine",
        data: [
            catalog::SHOP.in_lang(lang).to_owned(),
            format!("{name} ¥{}", product.price),
            product.about.in_lang(lang).to_owned(),
        ],
    }))
}
