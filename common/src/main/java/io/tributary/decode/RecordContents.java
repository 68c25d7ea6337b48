package io.tributary.decode;

import io.tributary.decode.wire.DecodeError;
import io.tributary.decode.wire.RecordForm;
import io.tributary.decode.wire.Undecodable;
import io.tributary.decode.wire.WireFormat;
import io.tributary.event.RawRecord;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Recognises what a record holds: a change in one form or another, or something else. */
final class RecordContents {

  private final WireFormat format;
  private final TopicRules topics;

  RecordContents(WireFormat format) {
    this.format = format;
    this.topics = new TopicRules(format.topicPrefix());
  }

  /** What all records of the topic are, null where they may be changes. */
  @Nullable String ofTopic(String topic) {
    if (topics.isHeartbeat(topic)) {
      return "heartbeat";
    }
    return topics.isTransaction(topic) ? "transaction" : null;
  }

  /** What a record is that is no change; null where it has to be one. */
  @Nullable String otherThanChange(String topic, Document document) throws Undecodable {
    if (document.payload() == null) {
      return format.tombstonesDelete() ? null : "tombstone";
    }
    Map<String, ?> payload = document.object(DecodeError.MALFORMED_JSON);
    boolean isChange = payload.containsKey("source") || payload.containsKey("__op");
    if (topics.mayBeTransaction(topic) && !isChange) {
      return "transaction";
    }
    boolean message =
        isEnvelope(document) && isChange && Envelope.MESSAGE.equals(payload.get("op"));
    return message ? "message" : null;
  }

  WireChange change(RawRecord record, Document document) throws Undecodable {
    return isEnvelope(document) ? Envelope.of(document) : Flattened.of(record, document, format);
  }

  private boolean isEnvelope(Document document) {
    return format.records() == RecordForm.ENVELOPE || Flattened.isEnvelope(document);
  }
}
