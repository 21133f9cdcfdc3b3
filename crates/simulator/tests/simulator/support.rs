//! What the tests over real HTTP share: a simulator of their own on a free port, and what they ask it.

pub(crate) mod http;
pub(crate) mod process;
pub(crate) mod shop;
pub(crate) mod signing;

use std::future;

use serde_json::{Value, json};
use vvchat_simulator::{Options, Simulator};

use self::http::{Answer, Call};

/// The documented test data.
pub(crate) const APP_ID: &str = "test";
pub(crate) const APP_KEY: &str = "123456";
pub(crate) const ACCOUNT: &str = "lJsDBB01QzGpBKOC7uaZB6D0QGZWBMCS";

/// Of the built-in seed.
pub(crate) const OPEN_ID: &str = "xd8wjr9jr02kjf823jse94kio8";
pub(crate) const GROUP: &str = "Gm2XvTqL9yB0nRkWc7ZsEaJfUoDp4Hi1";
pub(crate) const SINGLE: &str = "IqxDpc-s6S_9RaXMmag39YVH7W810Z57";
/// Mia is not in it.
pub(crate) const NOBODYS_SHOP: &str = "http://shop.example/";

/// A running simulator.
pub(crate) struct Desk {
    pub(crate) origin: String,
}

impl Desk {
    pub(crate) async fn start() -> Self {
        Self::with(Options::default()).await
    }

    /// With these options, on a free port.
    pub(crate) async fn with(options: Options) -> Self {
        let simulator = Simulator::bind(Options { app_port: 0, ..options }).await.unwrap();
        let origin = simulator.origin().to_owned();
        tokio::spawn(simulator.run(NOBODYS_SHOP, future::pending()));
        Self { origin }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        Call::get(&self.origin, path).send().await
    }

    /// A POST with a JSON body, as the app's page sends it.
    pub(crate) async fn post(&self, path: &str, body: Value) -> Answer {
        Call::post(&self.origin, path, &body).header("origin", &self.origin).send().await
    }

    /// What the device API answers to a GET that it does not refuse.
    pub(crate) async fn read(&self, path: &str) -> Value {
        self.get(path).await.done()
    }

    /// What the device API answers to a POST that it does not refuse.
    pub(crate) async fn write(&self, path: &str, body: Value) -> Value {
        self.post(path, body).await.done()
    }

    /// Mia agrees; returns the code.
    pub(crate) async fn agree(&self, scope: &str) -> String {
        let asked = json!({ "user_id": "mia", "app_id": APP_ID, "scope": scope });
        self.write("/device/authorizations", asked).await["code"].as_str().unwrap().to_owned()
    }

    /// Mia agrees, and the shop exchanges the code; returns the whole answer.
    pub(crate) async fn granted(&self, scope: &str) -> Value {
        let code = self.agree(scope).await;
        self.get(&token_path(APP_ID, APP_KEY, &code)).await.done()
    }

    /// A token for that.
    pub(crate) async fn token(&self, scope: &str) -> String {
        self.granted(scope).await["token"].as_str().unwrap().to_owned()
    }

    /// The shop places an order; returns the `imprest_code`.
    pub(crate) async fn place(&self, order: Value) -> String {
        let answer = self.platform_post("/paybusapi/v1/pay/unifiedorder", &signing::signed(order)).await;
        answer.done()["imprest_code"].as_str().unwrap().to_owned()
    }

    /// Mia pays; returns the `trade_no`.
    pub(crate) async fn pay(&self, imprest_code: &str) -> String {
        let paid = self.write("/device/payments", payment(imprest_code)).await;
        paid["trade_no"].as_str().unwrap().to_owned()
    }

    /// A POST from a merchant's server.
    pub(crate) async fn platform_post(&self, path: &str, body: &Value) -> Answer {
        Call::post(&self.origin, path, body).send().await
    }

    /// Lets time pass.
    pub(crate) async fn advance(&self, seconds: u64) -> u64 {
        self.write("/device/clock", json!({ "advance_seconds": seconds })).await["now"].as_u64().unwrap()
    }
}

/// Where a code is exchanged.
pub(crate) fn token_path(app_id: &str, app_key: &str, code: &str) -> String {
    format!("/userservices/v2/authorization/token?app_id={app_id}&app_key={app_key}&code={code}")
}

/// That Mia pays.
pub(crate) fn payment(imprest_code: &str) -> Value {
    json!({ "user_id": "mia", "app_id": APP_ID, "imprest_code": imprest_code })
}

/// An order for 12.80 yuan, unsigned.
pub(crate) fn order(out_trade_no: &str, notify_url: &str) -> Value {
    json!({
        "app_id": APP_ID,
        "store_no": "10000100",
        "nonce_str": "ibuaiVcKdpRxkhJA",
        "sign_type": "MD5",
        "out_trade_no": out_trade_no,
        "amount": 1280,
        "notify_url": notify_url,
        "scene_type": "APP",
        "title": "明前西湖龙井",
        "remark": "50克",
    })
}

/// The same JSON with one field of another value.
pub(crate) fn with(mut json: Value, field: &str, value: Value) -> Value {
    json[field] = value;
    json
}

/// The same JSON without one field.
pub(crate) fn without(mut json: Value, field: &str) -> Value {
    json.as_object_mut().unwrap().remove(field).unwrap_or_else(|| panic!("there is no {field}"));
    json
}
