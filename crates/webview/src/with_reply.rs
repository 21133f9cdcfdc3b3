//! Script message handlers with reply. The crate `webkit2gtk` leaves them out, so this is the one place that calls C.

use std::ffi::CString;
use std::ptr;

use anyhow::{Context, Result, ensure};
use gtk::glib::gobject_ffi::g_value_get_boxed;
use gtk::glib::object::ObjectExt;
use gtk::glib::translate::{ToGlibPtr, from_glib};
use gtk::glib::value::ToValue;
use javascriptcore::ValueExt;
use webkit2gtk::WebViewExt;
use webkit2gtk_sys::{
    WebKitScriptMessageReply, webkit_script_message_reply_ref, webkit_script_message_reply_return_error_message,
    webkit_script_message_reply_return_value, webkit_script_message_reply_unref,
    webkit_user_content_manager_register_script_message_handler_with_reply,
};

use crate::mind::Answer;

/// Registers a handler, in the page's own world. `hear` gets each message as a text, and what answers it.
pub(crate) fn register(view: &webkit2gtk::WebView, name: &str, hear: impl Fn(String, Reply) + 'static) -> Result<()> {
    let manager = view.user_content_manager().context("the web view takes no handlers")?;
    manager.connect_local(&format!("script-message-with-reply-received::{name}"), false, move |values| {
        let message: javascriptcore::Value = values.get(1)?.get().ok()?;
        let context = message.context()?;
        // SAFETY: the signal's third value is a boxed reply, valid while it is emitted. Taking a reference keeps it longer.
        let raw = unsafe {
            let raw = g_value_get_boxed(values.get(2)?.to_glib_none().0).cast::<WebKitScriptMessageReply>();
            webkit_script_message_reply_ref(raw)
        };
        hear(message.to_str().into(), Reply { raw, context });
        // It will be answered, maybe later.
        Some(true.to_value())
    });
    let name = CString::new(name)?;
    // SAFETY: both pointers are valid during the call, and no world's name means the page's own.
    let registered: bool = unsafe {
        from_glib(webkit_user_content_manager_register_script_message_handler_with_reply(
            manager.to_glib_none().0,
            name.as_ptr(),
            ptr::null(),
        ))
    };
    ensure!(registered, "there is a message handler of that name already");
    Ok(())
}

/// What answers a message. Dropped without an answer, the page's promise is fulfilled with `undefined`.
#[derive(Debug)]
pub(crate) struct Reply {
    raw: *mut WebKitScriptMessageReply,
    /// Where the message is from; the answer must be from there, too.
    context: javascriptcore::Context,
}

impl Reply {
    /// Fulfils the page's promise, or rejects it.
    pub(crate) fn answer(self, answer: &Answer) {
        let value = match answer {
            Answer::Text(text) => javascriptcore::Value::new_string(&self.context, Some(text)),
            Answer::Json(json) => javascriptcore::Value::from_json(&self.context, json),
            Answer::Failure(why) => {
                let why = CString::new(why.replace('\0', " ")).unwrap_or_default();
                // SAFETY: the reply is referenced until it is dropped, and the text is valid during the call.
                unsafe { webkit_script_message_reply_return_error_message(self.raw, why.as_ptr()) };
                return;
            }
        };
        // SAFETY: as above; the value is of the message's own context.
        unsafe { webkit_script_message_reply_return_value(self.raw, value.to_glib_none().0) };
    }
}

impl Drop for Reply {
    fn drop(&mut self) {
        // SAFETY: it is the reference that was taken when the message came.
        unsafe { webkit_script_message_reply_unref(self.raw) };
    }
}
