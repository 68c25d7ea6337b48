package io.tributary.ledger.packed;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.ledger.packed.PageKey.Place;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageKeyTest {

  /** A page that changed would be looked for where it is not: by which number, and which slot. */
  @ParameterizedTest
  @CsvSource({
    "s.t/0, 0, 0",
    "s.t/15, 0, 15",
    "s.t/16, 1, 0",
    "s.t/42, 2, 10",
    "s.t/-42, 2, 10",
    "s.t/7|42, 2, 10",
    "s.t/order-0042, 2, 10",
    "s.t/00, 0, 0",
    "s.t/999999999999999999, 62499999999999999, 15",
    "s.t/1000000000000000000, 0, 0",
    "s.t/9223372036854775807, 13960752303423487, 15",
    "s.t/42|web, -1, 0",
    "s.t/0190c3f2-7e1a-7000-8000-00000000abcd, -1, 0",
    "s.t, -1, 0"
  })
  void sharesAPageAmongNumbersThatDifferInTheirLastBits(String lane, long number, int slot) {
    Place place = PackedKey.of(lane).place();
    assertThat(place.page().number()).isEqualTo(number);
    assertThat(place.slot()).isEqualTo(slot);
    assertThat(place.page().lane(place.slot())).isEqualTo(PackedKey.of(lane));
  }

  @Test
  void doesNotShareAPageAmongOtherLanes() {
    assertThat(page("s.t/42")).isEqualTo(page("s.t/47"));
    for (String other : new String[] {"s.t/48", "s.t/-42", "s.t/042", "s.u/42", "s.t/1|42"}) {
      assertThat(page(other)).isNotEqualTo(page("s.t/42"));
    }
    assertThat(page("s.t/1|2")).isNotEqualTo(page("s.t/2|1"));
  }

  @Test
  void isOfTheSameGroupForARowThatIsApart() {
    Place place = PackedKey.of("s.t/42").place();
    Place alone = place.alone();
    assertThat(alone.page()).isNotEqualTo(place.page());
    assertThat(alone.page().hash()).isEqualTo(place.page().hash());
    assertThat(alone.page().lane(alone.slot())).isEqualTo(PackedKey.of("s.t/42"));
    assertThat(alone.page()).isNotEqualTo(PackedKey.of("s.t/43").place().alone().page());
  }

  /** {@code -Dtributary.seed=N} repeats one. */
  @Test
  void hasOnePlaceForALaneAndOneLaneForAPlace() {
    long seed = Long.getLong("tributary.seed", System.nanoTime());
    RandomLanes lanes = new RandomLanes(new Random(seed));
    Map<Place, PackedKey> seen = new HashMap<>();
    for (int i = 0; i < 100_000; i++) {
      PackedKey lane = lanes.next();
      Place place = lane.place();
      PackedKey before = seen.put(place, lane);
      assertThat(before == null || before.equals(lane)).as("-Dtributary.seed=" + seed).isTrue();
      assertThat(place.page().lane(place.slot())).as("-Dtributary.seed=" + seed).isEqualTo(lane);
      assertThat(lane.pageHash()).as("-Dtributary.seed=" + seed).isEqualTo(place.page().hash());
      assertThat(hashAmongDigits(lane)).as("-Dtributary.seed=" + seed).isEqualTo(lane.pageHash());
    }
  }

  private static long hashAmongDigits(PackedKey lane) {
    byte[] bytes = ("17" + lane.text() + "42").getBytes(StandardCharsets.UTF_8);
    return PageKey.hash(bytes, 2, bytes.length - 4);
  }

  private static PageKey page(String lane) {
    return PackedKey.of(lane).place().page();
  }
}
