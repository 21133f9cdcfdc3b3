//! Payments from a merchant to a person.

use serde::{Deserialize, Serialize};

use crate::clock::Millis;
use crate::notifications::{self, Kind};
use crate::orders::trade_no;
use crate::refusal::Refusal;
use crate::simulation::Simulation;
use crate::store::{Record, View};
use crate::world::App;

/// What a merchant asks for, in the words of agent pay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PayoutData {
    pub(crate) out_order_no: String,
    /// Who is paid.
    pub(crate) in_open_id: String,
    /// The merchant's account.
    pub(crate) out_open_id: String,
    /// In fen.
    pub(crate) amount: u64,
    pub(crate) notify_url: String,
    pub(crate) title: String,
    pub(crate) remark: String,
}

impl PayoutData {
    /// What differs from a payout that the merchant gave the same number.
    fn difference(&self, other: &Self) -> Option<&'static str> {
        [
            ("in_open_id", self.in_open_id == other.in_open_id),
            ("amount", self.amount == other.amount),
            ("notify_url", self.notify_url == other.notify_url),
            ("title", self.title == other.title),
            ("remark", self.remark == other.remark),
        ]
        .into_iter()
        .find_map(|(name, is_same)| (!is_same).then_some(name))
    }
}

/// A payment to a person. It is made as soon as it is asked for.
#[derive(Debug, Serialize, Deserialize)]
struct Payout {
    app_id: String,
    data: PayoutData,
    agentpay_no: String,
    at: Millis,
}

impl Payout {
    fn key_of(app_id: &str, out_order_no: &str) -> String {
        format!("{app_id}/{out_order_no}")
    }
}

impl Record for Payout {
    const KIND: &'static str = "payout";

    fn key(&self) -> String {
        Self::key_of(&self.app_id, &self.data.out_order_no)
    }
}

impl Simulation {
    /// Pays a person, and puts the notification into the outbox. The same payment again is the one that was made, so
    /// that a merchant may repeat a call that got no answer, and no money moves twice.
    pub(crate) fn pay_out(&self, app: &App, data: PayoutData) -> Result<(), Refusal> {
        if data.out_open_id != app.account {
            return Err(Refusal::WrongAccount);
        }
        if self.world.user_by_open_id(&data.in_open_id).is_none() {
            return Err(Refusal::UnknownPayee);
        }
        let notification = self.store.write(|changes| {
            let now = self.clock.now();
            if let Some(made) = changes.get::<Payout>(&Payout::key_of(&app.app_id, &data.out_order_no))? {
                return match data.difference(&made.data) {
                    Some(name) => Err(Refusal::PayoutDiffers { name: name.to_owned() }),
                    None => Ok(None),
                };
            }
            let payout = Payout { app_id: app.app_id.clone(), agentpay_no: trade_no(changes, now)?, at: now, data };
            changes.put(&payout)?;
            let fields = vec![
                ("app_id", payout.app_id),
                ("out_order_no", payout.data.out_order_no),
                ("agentpay_no", payout.agentpay_no),
                ("status", "1".to_owned()),
                ("time", (now / 1000).to_string()),
            ];
            Ok(Some(notifications::add(changes, now, app, Kind::AgentPay, &payout.data.notify_url, fields)?))
        })?;
        Ok(notification.map_or(Ok(()), |notification| self.tell_due(&notification))?)
    }
}
