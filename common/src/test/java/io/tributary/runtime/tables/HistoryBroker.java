package io.tributary.runtime.tables;

import static io.tributary.schema.HistoryTopic.after;
import static io.tributary.schema.HistoryTopic.table;

import io.tributary.config.PipelineConfig;
import io.tributary.event.RawRecord;
import io.tributary.runtime.kafka.KafkaTopics;
import io.tributary.schema.HistoryTopic;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Writes schema histories of {@code public.users} to a broker, one for each topic prefix. */
public final class HistoryBroker {

  public static final long OID = 16_405;

  private final KafkaTopics topics;
  private int prefixes;

  public HistoryBroker(KafkaTopics topics) {
    this.topics = topics;
  }

  /** A prefix whose history is empty. */
  public String newPrefix() throws Exception {
    String prefix = "app" + prefixes++;
    topics.create(prefix + ".message", 1);
    return prefix;
  }

  /** Describes the table from a place on; columns are written {@code 1 id bigint}. */
  public void describe(String prefix, long commit, long lsn, String... columns) throws Exception {
    String content = table(OID, "users", columns);
    for (RawRecord entry : new HistoryTopic().entry(after(commit), lsn, lsn, content)) {
      byte[] value = Objects.requireNonNull(entry.value());
      topics.write(prefix + ".message", 0, new String(value, StandardCharsets.UTF_8));
    }
  }

  public PipelineConfig config(String prefix, String waitAtMost, String rules) {
    return PipelineConfig.parse(
        """
        version: 1
        source:
          kafka:
            bootstrap-servers: "%s"
            topic-prefix: %s
            schema-history: { wait-at-most: %s }
        tables: { public.users: { pii: { %s } } }
        pii: { hmac: { current: k1, keys: { k1: 0123456789abcdef } } }
        """
            .formatted(topics.bootstrapServers(), prefix, waitAtMost, rules));
  }
}
