package io.tributary.tools.decode;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** Records of a table {@code public.users} as {@code kcat -J} prints them. */
final class Kcat {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Kcat() {}

  /** A line; null stands for no key or no value. */
  static String line(String topic, @Nullable String key, @Nullable String payload) {
    ObjectNode line = JSON.createObjectNode();
    line.put("topic", topic).put("partition", 0).put("offset", 1).put("tstype", "create");
    line.put("ts", 1_772_280_000_000L).putArray("headers");
    line.put("key", key).put("payload", payload);
    try {
      return JSON.writeValueAsString(line) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A streamed change at an LSN, in the transaction after the commit at {@code commit}. */
  static String change(
      char op, long commit, long lsn, String key, @Nullable String before, @Nullable String after) {
    return line("app.public.users", key, payload(op, commit, lsn, before, after));
  }

  static String payload(
      char op, long commit, long lsn, @Nullable String before, @Nullable String after) {
    return """
        {"before":%s,"after":%s,"source":{"version":"3.7.0.Final","connector":"postgresql",\
        "name":"app","ts_ms":1772280000123,"ts_us":1772280000123456,"snapshot":"false","db":"app",\
        "sequence":"[\\"%d\\",\\"%d\\"]","schema":"public","table":"users","txId":733,"lsn":%d,\
        "xmin":null},"transaction":null,"op":"%s","ts_ms":1772280000200}"""
        .formatted(before, after, commit, lsn, lsn, op);
  }
}
