package io.tributary.benchmarks.decode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tributary.event.RawRecord;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Jackson's tokens, written by hand for this one table. */
final class JacksonStreaming implements Contender {

  private static final int COLUMNS = 10;

  private final JsonFactory factory = new JsonFactory();
  private @Nullable Object @Nullable [] before;
  private @Nullable Object @Nullable [] after;
  private long lsn;

  @Override
  public long decode(RawRecord record) throws IOException {
    before = null;
    after = null;
    try (JsonParser parser = factory.createParser(Objects.requireNonNull(record.value()))) {
      parser.nextToken();
      members(parser);
    }
    return lsn;
  }

  /** The members of the record, and of its payload where it has one. */
  private void members(JsonParser parser) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (name.equals("payload")) {
        members(parser);
      } else if (name.equals("before") && value == JsonToken.START_OBJECT) {
        before = row(parser);
      } else if (name.equals("after") && value == JsonToken.START_OBJECT) {
        after = row(parser);
      } else if (name.equals("source")) {
        source(parser);
      } else {
        parser.skipChildren();
      }
    }
  }

  private void source(JsonParser parser) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean wanted = parser.currentName().equals("lsn");
      parser.nextToken();
      lsn = wanted ? parser.getLongValue() : lsn;
      parser.skipChildren();
    }
  }

  private static @Nullable Object[] row(JsonParser parser) throws IOException {
    @Nullable Object[] row = new @Nullable Object[COLUMNS];
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      boolean absent = parser.nextToken() == JsonToken.VALUE_NULL;
      switch (name) {
        case "event_id" -> row[0] = parser.getLongValue();
        case "user_id" -> row[1] = parser.getLongValue();
        case "event_type" -> row[2] = parser.getText();
        case "category" -> row[3] = parser.getText();
        case "value" -> row[4] = new BigDecimal(parser.getText());
        case "quantity" -> row[5] = parser.getIntValue();
        case "score" -> row[6] = parser.getDoubleValue();
        case "active" -> row[7] = parser.getBooleanValue();
        case "occurred_at" -> row[8] = Instant.parse(parser.getText());
        case "note" -> row[9] = absent ? null : parser.getText();
        default -> parser.skipChildren();
      }
    }
    return row;
  }

  @Override
  public List<String> told(RawRecord record) throws IOException {
    decode(record);
    List<String> told = new ArrayList<>();
    if (before != null) {
      told.add("-" + Arrays.asList(before));
    }
    if (after != null) {
      told.add("+" + Arrays.asList(after));
    }
    return told;
  }
}
