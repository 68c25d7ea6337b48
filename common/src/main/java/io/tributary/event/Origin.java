package io.tributary.event;

import java.io.Serializable;

/**
 * Where a record was read: {@code app.public.users/3@1042}, a Kafka topic, partition and offset.
 */
public record Origin(String topic, int partition, long offset) implements Serializable {

  @Override
  public String toString() {
    return topic + "/" + partition + "@" + offset;
  }
}
