//! Has the program compiled anew when `dist/` comes or changes.
//!
//! Files that were not there when the program was compiled are found neither in the program nor, while debugging, in the folder.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=../../dist/host.mjs");
    println!("cargo::rerun-if-changed=../../dist/conformance.html");
}
