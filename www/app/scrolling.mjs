/**
 * A list whose end stays in sight while it grows, unless the person has scrolled up to read.
 */

/** As near to the end as this counts as being there, in pixels. */
const NEAR = 40;

/** What people scroll with. A list scrolls by itself, too: when its rows turn out to be higher than they were taken for. */
const BY_HAND = ["wheel", "touchmove", "keydown", "pointerdown"];

export class EndFollower {
  #scroller;
  #isFollowing = true;
  #isByHand = false;

  /** Follows the end of `list` inside `scroller`, from now on. */
  constructor(scroller, list) {
    this.#scroller = scroller;
    for (const event of BY_HAND) {
      scroller.addEventListener(
        event,
        () => {
          this.#isByHand = true;
        },
        { passive: true },
      );
    }
    scroller.addEventListener("scroll", () => {
      if (this.#isByHand) {
        this.#isFollowing = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR;
      }
    });
    const sizes = new ResizeObserver(() => this.#scroll());
    sizes.observe(scroller);
    sizes.observe(list);
  }

  /** Goes to the end, and follows it again. */
  resume() {
    this.#isFollowing = true;
    this.#scroll();
  }

  /** Stays where it is until the person scrolls to the end. */
  pause() {
    this.#isFollowing = false;
  }

  #scroll() {
    if (this.#isFollowing) {
      this.#isByHand = false;
      this.#scroller.scrollTop = this.#scroller.scrollHeight;
    }
  }
}
