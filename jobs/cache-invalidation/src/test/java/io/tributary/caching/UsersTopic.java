package io.tributary.caching;

import io.tributary.event.Origin;
import io.tributary.event.RawRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Changes of {@code public.users(id bigint primary key, email text)} as Debezium writes them, each
 * in a transaction of its own.
 */
final class UsersTopic {

  private static final String TOPIC = "app.public.users";

  private long written;

  RawRecord insert(long id, String email) {
    return record("c", id, null, row(id, email));
  }

  RawRecord update(long id, String email) {
    return record("u", id, null, row(id, email));
  }

  RawRecord delete(long id) {
    return record("d", id, "{\"id\":%d,\"email\":null}".formatted(id), null);
  }

  private static String row(long id, String email) {
    return "{\"id\":%d,\"email\":\"%s\"}".formatted(id, email);
  }

  private RawRecord record(String op, long id, @Nullable String before, @Nullable String after) {
    long lsn = 1_000 + 10 * ++written;
    String value =
        """
        {"before":%s,"after":%s,"op":"%s","ts_ms":%d,"transaction":null,
         "source":{"version":"3.7.0.Final","connector":"postgresql","name":"app","ts_ms":%d,
                   "snapshot":"false","db":"app","sequence":"[\\"%d\\",\\"%d\\"]","schema":"public",
                   "table":"users","txId":%d,"lsn":%d,"xmin":null}}
        """
            .formatted(before, after, op, now(), now(), lsn - 5, lsn, written, lsn);
    return new RawRecord(
        new Origin(TOPIC, 0, written),
        now(),
        utf8("{\"id\":%d}".formatted(id)),
        utf8(value),
        List.of());
  }

  private static long now() {
    return Instant.now().toEpochMilli();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
