package io.tributary.lakehouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.config.LakehouseConfig;
import io.tributary.event.ColumnType;
import io.tributary.event.ColumnType.Kind;
import io.tributary.event.Lsn;
import io.tributary.event.RowImage;
import io.tributary.event.RowSchema;
import io.tributary.event.RowTransition;
import io.tributary.lakehouse.logic.CanonicalText;
import io.tributary.testing.RowChange;
import io.tributary.testing.Rows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a value is, the audit tells its text. */
class AuditRoundTripPropertyTest {

  private static final int ROWS = 300;

  @TempDir Path directory;

  @Test
  void tellsTheTextOfEveryValueOfEveryType() throws Exception {
    long seed = Long.getLong("tributary.seed", System.nanoTime());
    RandomValues random = new RandomValues(seed);
    Rows rows = rowsOfAllTypes();
    List<Map<String, @Nullable String>> expected = new ArrayList<>();
    RowTransition[] changes = new RowTransition[ROWS];
    for (int i = 0; i < ROWS; i++) {
      RowChange change = rows.insert(new Lsn(i + 1).toString());
      for (RowSchema.Column column : rows.schema().columns()) {
        change.set(column.name(), random.value(column.type()));
      }
      changes[i] = change.transition();
      expected.add(texts(Objects.requireNonNull(changes[i].after())));
    }
    LakehouseConfig lakehouse = Lakehouses.in(directory);
    Lakehouses.write(lakehouse, changes);

    List<AuditEntry> entries = Lakehouses.entries(lakehouse, rows.table());

    assertThat(entries).as("-Dtributary.seed=%d", seed).hasSize(ROWS);
    for (int i = 0; i < ROWS; i++) {
      assertThat(Objects.requireNonNull(entries.get(i).after()))
          .as("row %d, -Dtributary.seed=%d", i, seed)
          .isEqualTo(expected.get(i));
    }
  }

  private static Map<String, @Nullable String> texts(RowImage image) {
    Map<String, @Nullable String> texts = new LinkedHashMap<>();
    for (RowSchema.Column column : image.schema().columns()) {
      Object value = image.value(column.name());
      texts.put(column.name(), value == null ? null : CanonicalText.of(column.type(), value));
    }
    return texts;
  }

  private static Rows rowsOfAllTypes() {
    Rows rows = Rows.of("public.everything");
    for (ColumnType type : types()) {
      rows = rows.column(name(type), type).column(name(type) + " list", ColumnType.arrayOf(type));
    }
    return rows;
  }

  private static List<ColumnType> types() {
    List<ColumnType> types = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      if (kind != Kind.ARRAY) {
        types.add(ColumnType.of(kind));
      }
    }
    types.add(ColumnType.numeric(5, 2));
    types.add(ColumnType.numeric(18, 6));
    types.add(ColumnType.numeric(38, 18));
    types.add(ColumnType.numeric(60, 3));
    return types;
  }

  private static String name(ColumnType type) {
    return type.kind() + "_" + type.precision() + "_" + type.scale();
  }
}
