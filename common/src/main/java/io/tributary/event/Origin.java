package io.tributary.event;

import java.io.Serializable;

/**
 * Where a record was read: {@code app.public.users/3@1042}, a Kafka topic, partition and offset.
 */
public record Origin(String topic, int partition, long offset) implements Serializable {

  /** Of what no record says, but the state that earlier ones left. */
  public static final Origin NONE = new Origin("", -1, -1);

  @Override
  public String toString() {
    return topic + "/" + partition + "@" + offset;
  }
}
