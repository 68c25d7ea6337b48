package io.tributary.schema;

import io.tributary.event.Op;
import io.tributary.event.Origin;
import io.tributary.event.RawRecord;
import io.tributary.event.SourcePosition;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;

/** The topic of a schema history as the connector writes it. */
public final class HistoryTopic implements Iterable<RawRecord> {

  private final List<RawRecord> records = new ArrayList<>();

  /** A description: columns are written {@code 1 id bigint}. */
  public static String table(long oid, String name, String... columns) {
    List<String> json = new ArrayList<>();
    for (String column : columns) {
      String[] parts = column.split(" ", 3);
      json.add(
          "{\"attribute\":%s,\"name\":\"%s\",\"type\":\"%s\",\"opaque\":false}"
              .formatted((Object[]) parts));
    }
    return "\"oid\":%d,\"schema\":\"public\",\"table\":\"%s\",\"identity\":\"default\",\"key\":[],\"columns\":[%s]"
        .formatted(oid, name, String.join(",", json));
  }

  static String dropped(long oid, String name) {
    return "\"oid\":%d,\"schema\":\"public\",\"table\":\"%s\",\"dropped\":true"
        .formatted(oid, name);
  }

  /** An entry of a transaction that sees all before it. */
  public HistoryTopic entry(String sequence, long lsn, long txId, String content) {
    return entry(sequence, lsn, txId, "ALTER TABLE", txId + ":" + txId + ":", content);
  }

  HistoryTopic entry(
      String sequence, long lsn, long txId, String command, String snapshot, String content) {
    String json =
        "{\"format\":1,\"command\":\"%s\",\"snapshot\":\"%s\",%s}"
            .formatted(command, snapshot, content);
    return raw(sequence, lsn, txId, SchemaHistory.PREFIX, json);
  }

  HistoryTopic raw(String sequence, long lsn, long txId, String prefix, String content) {
    String base64 = Base64.getEncoder().encodeToString(content.getBytes(StandardCharsets.UTF_8));
    return raw(
        """
        {"op":"m","ts_ms":1,"source":{"ts_ms":%d,"lsn":%d,"txId":%d,"sequence":"[%s,\\"%d\\"]"},
         "message":{"prefix":"%s","content":"%s"}}"""
            .formatted(lsn, lsn, txId, sequence, lsn, prefix, base64));
  }

  HistoryTopic raw(String value) {
    records.add(
        new RawRecord(
            new Origin("app.message", 0, records.size()),
            1,
            null,
            value.getBytes(StandardCharsets.UTF_8),
            List.of()));
    return this;
  }

  SchemaHistory read() {
    return SchemaHistory.of(records);
  }

  @Override
  public Iterator<RawRecord> iterator() {
    return records.iterator();
  }

  /** What {@code source.sequence} begins with: {@code \"100\"}, escaped. */
  public static String after(long commit) {
    return "\\\"" + commit + "\\\"";
  }

  static SourcePosition streamed(long commit, long lsn) {
    return new SourcePosition(0, commit, true, lsn, 0, Op.UPDATE);
  }

  static SourcePosition snapshot(long commit, long lsn) {
    return new SourcePosition(0, commit, false, lsn, 0, Op.READ);
  }
}
