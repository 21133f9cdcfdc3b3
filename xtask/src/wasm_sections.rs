//! Leaving a section out of a WebAssembly module.

use anyhow::{Context, Result};
use wasmparser::{Parser, Payload};

/// The module without its custom sections of that name.
pub(crate) fn without_custom_section(module: &[u8], name: &str) -> Result<Vec<u8>> {
    let mut kept = Vec::new();
    // Sections follow each other without gaps, the first one follows the header.
    let mut start = 0;
    for payload in Parser::new(0).parse_all(module) {
        let payload = payload.context("not a readable WebAssembly module")?;
        let end = match &payload {
            Payload::Version { range, .. } => range.end,
            _ => match payload.as_section() {
                Some((_, range)) => range.end,
                // A function of the section that was met before, or the end.
                None => continue,
            },
        };
        if !matches!(&payload, Payload::CustomSection(section) if section.name() == name) {
            kept.extend_from_slice(&module[start..end]);
        }
        start = end;
    }
    Ok(kept)
}

#[cfg(test)]
mod tests {
    use super::without_custom_section;

    const EMPTY: &[u8] = b"\0asm\x01\0\0\0";

    fn module(sections: &[&[u8]]) -> Vec<u8> {
        [EMPTY, &sections.concat()].concat()
    }

    #[test]
    fn leaves_out_the_named_section_alone() {
        let (types, unwanted, wanted) = (b"\x01\x01\0", b"\0\x05\x01aXYZ", b"\0\x03\x02ab");
        let trimmed = without_custom_section(&module(&[types, unwanted, wanted]), "a").unwrap();
        assert_eq!(trimmed, module(&[types, wanted]));
    }

    #[test]
    fn keeps_functions() {
        let original = wat::parse_str("(module (func) (func (export \"f\") unreachable))").unwrap();
        assert_eq!(without_custom_section(&original, "name").unwrap(), original);
    }

    #[test]
    fn rejects_what_is_no_module() {
        assert!(without_custom_section(b"\0asn\x01\0\0\0", "a").is_err());
        assert!(without_custom_section(&module(&[b"\x01\x05\0"]), "a").is_err(), "cut short");
        assert!(without_custom_section(&module(&[b"\x01"]), "a").is_err(), "no size");
    }
}
