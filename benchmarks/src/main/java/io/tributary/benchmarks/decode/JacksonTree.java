package io.tributary.benchmarks.decode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.event.RawRecord;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A tree of the whole record, and both rows taken from it. */
final class JacksonTree implements Contender {

  private final ObjectMapper mapper = new ObjectMapper();
  private final boolean withSchema;

  JacksonTree(boolean withSchema) {
    this.withSchema = withSchema;
  }

  private JsonNode payload(RawRecord record) throws IOException {
    JsonNode tree = mapper.readTree(Objects.requireNonNull(record.value()));
    return withSchema ? tree.get("payload") : tree;
  }

  @Override
  public long decode(RawRecord record) throws IOException {
    JsonNode payload = payload(record);
    @Nullable Object[] before = row(payload.get("before"));
    @Nullable Object[] after = row(payload.get("after"));
    return payload.get("source").get("lsn").longValue() + before.length + after.length;
  }

  @Override
  public List<String> told(RawRecord record) throws IOException {
    JsonNode payload = payload(record);
    List<String> told = new ArrayList<>();
    for (String field : List.of("before", "after")) {
      @Nullable Object[] row = row(payload.get(field));
      if (row.length > 0) {
        told.add((field.equals("before") ? "-" : "+") + Arrays.asList(row));
      }
    }
    return told;
  }

  private static @Nullable Object[] row(JsonNode row) {
    if (row.isNull()) {
      return new @Nullable Object[0];
    }
    return new @Nullable Object[] {
      row.get("event_id").longValue(),
      row.get("user_id").longValue(),
      row.get("event_type").textValue(),
      row.get("category").textValue(),
      new BigDecimal(row.get("value").textValue()),
      row.get("quantity").intValue(),
      row.get("score").doubleValue(),
      row.get("active").booleanValue(),
      Instant.parse(row.get("occurred_at").textValue()),
      row.get("note").textValue()
    };
  }
}
