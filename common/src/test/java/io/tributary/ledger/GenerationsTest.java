package io.tributary.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.event.TableId;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GenerationsTest {

  private static final TableId ROWS = TableId.parse("public.rows");
  private static final Counted HOUR = counted("clicks", 60, "kind");
  private static final Counted DAY = counted("clicks", 1440, "kind");
  private static final Counted WIDE = counted("spend", 60, "kind", "amount");

  /** Version, one table, one generation with its columns, one thing that is counted. */
  private static final String GOLDEN =
      "01"
          + "00000001"
          + ("0000000b" + "7075626c69632e726f7773")
          + ("00000001" + "00000000" + "00000001" + "00000004" + "6b696e64")
          + ("00000001" + "00000006" + "636c69636b73" + "000000000000003c")
          + ("00000001" + "00000004" + "6b696e64" + "00000000");

  private static Counted counted(String definition, long reach, String... columns) {
    return new Counted(ROWS, definition, reach, Set.of(columns));
  }

  @Test
  void keepsItsNumbersWhereNothingChanges() {
    Generations first = Generations.first(List.of(HOUR, WIDE));
    assertThat(first.changedTo(List.of(WIDE, HOUR)).newest(ROWS)).isZero();
    assertThat(first.changedTo(List.of(HOUR)).newest(ROWS)).isZero();
  }

  @Test
  void servesAShorterReachFromALongerOneAndNotTheOtherWayRound() {
    Generations longer = Generations.first(List.of(HOUR)).changedTo(List.of(HOUR, DAY));
    assertThat(longer.born(ROWS, "clicks", 60)).isZero();
    assertThat(longer.born(ROWS, "clicks", 1440)).isEqualTo(1);
    Generations shorter = Generations.first(List.of(DAY)).changedTo(List.of(HOUR));
    assertThat(shorter.newest(ROWS)).isZero();
    assertThat(shorter.changedTo(List.of(DAY)).newest(ROWS)).isEqualTo(1);
  }

  @Test
  void numbersAnewWhatComesBack() {
    Generations back =
        Generations.first(List.of(HOUR, WIDE))
            .changedTo(List.of(WIDE))
            .changedTo(List.of(HOUR, WIDE));
    assertThat(back.born(ROWS, "clicks", 60)).isEqualTo(1);
    assertThat(back.born(ROWS, "spend", 60)).isZero();
  }

  @Test
  void putsWhatNeedsNoOtherColumnsBeforeWhatDoes() {
    Generations changed = Generations.first(List.of(HOUR)).changedTo(List.of(HOUR, WIDE, DAY));
    assertThat(changed.born(ROWS, "clicks", 1440)).isEqualTo(1);
    assertThat(changed.born(ROWS, "spend", 60)).isEqualTo(2);
    assertThat(changed.of(ROWS).reachable(0)).isEqualTo(1);
    assertThat(changed.of(ROWS).reachable(0, column -> true)).isEqualTo(2);
  }

  /** A column that was given up for a while is not in the rows that were written meanwhile. */
  @Test
  void doesNotRelyOnAColumnThatWasNotKeptAllTheTime() {
    Generations back =
        Generations.first(List.of(HOUR, WIDE))
            .changedTo(List.of(HOUR))
            .changedTo(List.of(HOUR, WIDE));
    assertThat(back.of(ROWS).reachable(0)).isZero();
    Generations kept = Generations.first(List.of(HOUR, WIDE)).changedTo(List.of(WIDE, DAY));
    assertThat(kept.of(ROWS).reachable(0)).isEqualTo(1);
  }

  @Test
  void refusesATableThatItLostSightOf() {
    Generations left = Generations.first(List.of(HOUR)).changedTo(List.of());
    assertThat(left.tables()).isEmpty();
    assertThatThrownBy(() -> left.changedTo(List.of(HOUR)))
        .hasMessageContaining("public.rows has not been followed");
  }

  @Test
  void refusesWhatIsNewForATableWithoutKey() {
    Generations same = Generations.first(List.of(HOUR)).changedTo(List.of(HOUR));
    same.refuseWithoutKey(ROWS);
    assertThatThrownBy(() -> same.changedTo(List.of(DAY)).refuseWithoutKey(ROWS))
        .hasMessageContaining("no primary key");
  }

  @Test
  void namesTheTablesThatAreNew() {
    Generations first = Generations.first(List.of(HOUR));
    Counted other = new Counted(TableId.parse("public.other"), "x", 1, Set.of());
    assertThat(first.changedTo(List.of(HOUR, other)).tablesBesidesThoseOf(first))
        .containsExactly(other.table());
  }

  @Test
  void readsTheBytesThatItWrote() {
    Generations first = Generations.first(List.of(HOUR));
    assertThat(HexFormat.of().formatHex(first.encoded())).isEqualTo(GOLDEN);
    Generations changed = first.changedTo(List.of(HOUR, WIDE, DAY));
    assertThat(Generations.decoded(changed.encoded())).isEqualTo(changed);
    assertThat(Generations.decoded(first.encoded()).changedTo(List.of(HOUR, WIDE, DAY)))
        .isEqualTo(changed);
  }
}
