//! What a program without the standard library has to bring along.

use core::alloc::{GlobalAlloc, Layout};
use core::arch::wasm32::{memory_grow, memory_size, unreachable};
use core::cell::Cell;
use core::panic::PanicInfo;

/// Nothing that a page passes makes the engine panic. Should it happen all the same, JavaScript sees a `RuntimeError`.
#[panic_handler]
fn panic(_: &PanicInfo) -> ! {
    unreachable()
}

/// Hands out memory from the bottom up, and starts again from the bottom once all of it was given back: nothing is left of a
/// question when it is answered. So there is nothing to look for, and nothing to keep in order.
#[derive(Debug)]
struct Stack {
    /// The first free address, 0 before the first use.
    top: Cell<usize>,
    /// How many blocks are in use.
    blocks: Cell<usize>,
}

// SAFETY: WebAssembly of the first version has one thread.
unsafe impl Sync for Stack {}

#[global_allocator]
static STACK: Stack = Stack { top: Cell::new(0), blocks: Cell::new(0) };

/// The size of a page of WebAssembly's memory.
const PAGE: usize = 1 << 16;

unsafe extern "C" {
    /// The end of what the compiler placed in memory: the linker puts it there.
    static __heap_base: u8;
}

// SAFETY: a block starts at or above `top`, which then moves to its end, and moves back only when no block is in use.
unsafe impl GlobalAlloc for Stack {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if self.blocks.get() == 0 {
            self.top.set(&raw const __heap_base as usize);
        }
        let start = (self.top.get() + layout.align() - 1) & !(layout.align() - 1);
        let end = start + layout.size();
        let missing = end.saturating_sub(memory_size(0) * PAGE);
        if missing > 0 && memory_grow(0, missing.div_ceil(PAGE)) == usize::MAX {
            return core::ptr::null_mut();
        }
        self.top.set(end);
        self.blocks.set(self.blocks.get() + 1);
        start as *mut u8
    }

    unsafe fn dealloc(&self, _: *mut u8, _: Layout) {
        self.blocks.set(self.blocks.get() - 1);
    }
}
