//! Just enough of the WebAssembly binary format to leave a section out.

use anyhow::{Context, Result, ensure};

/// The module without its custom sections of that name.
pub(crate) fn without_custom_section(module: &[u8], name: &str) -> Result<Vec<u8>> {
    ensure!(module.starts_with(b"\0asm\x01\0\0\0"), "not a WebAssembly module");
    let (header, mut rest) = module.split_at(8);
    let mut kept = header.to_vec();
    while let Some(&id) = rest.first() {
        let (size, content) = number(&rest[1..])?;
        let end = rest.len() - content.len() + size;
        let section = rest.get(..end).context("a WebAssembly section is cut short")?;
        // 0: a custom section. Its content starts with its name.
        let is_unwanted = id == 0 && {
            let (length, content) = number(content)?;
            content.get(..length) == Some(name.as_bytes())
        };
        if !is_unwanted {
            kept.extend_from_slice(section);
        }
        rest = &rest[end..];
    }
    Ok(kept)
}

/// A number in LEB128, seven bits a byte, and what follows it.
fn number(bytes: &[u8]) -> Result<(usize, &[u8])> {
    let mut value = 0;
    for (index, &byte) in bytes.iter().take(5).enumerate() {
        value |= usize::from(byte & 0x7f) << (7 * index);
        if byte < 0x80 {
            return Ok((value, &bytes[index + 1..]));
        }
    }
    anyhow::bail!("a WebAssembly section has no readable size")
}

#[cfg(test)]
mod tests {
    use super::{number, without_custom_section};

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
    fn rejects_what_is_no_module() {
        assert!(without_custom_section(b"\0asn\x01\0\0\0", "a").is_err());
        assert!(without_custom_section(&module(&[b"\x01\x05\0"]), "a").is_err(), "cut short");
        assert!(without_custom_section(&module(&[b"\x01"]), "a").is_err(), "no size");
    }

    #[test]
    fn reads_numbers_of_several_bytes() {
        assert_eq!(number(&[0xe5, 0x8e, 0x26, 7]).unwrap(), (624_485, &[7][..]));
    }
}
