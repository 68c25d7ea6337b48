package io.tributary.decode;

import io.tributary.decode.scan.Unsure;
import io.tributary.decode.values.PlaceholderBytes;
import io.tributary.decode.wire.Undecodable;
import io.tributary.event.RawRecord;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decodes records that look like an earlier one of their topic: the same members in the same order,
 * compact, with the usual values. It only ever accepts, and what it accepts it makes of it what the
 * tree path would; of whatever else there is it says nothing, and the tree path decides.
 */
final class FastPath {

  /** One record in so many is looked at for a template where the present one does not fit. */
  private static final int MISSES_BETWEEN_LESSONS = 16;

  /** What is expected of a topic. */
  private static final class Topic {
    private @Nullable EnvelopeTemplate template;
    private int misses;
  }

  private final EnvelopeScan scan;
  private final TemplateLearning learning;
  private final Map<String, Topic> topics = new HashMap<>();

  FastPath(TableDescriptions tables, RowShapes shapes, PlaceholderBytes placeholder) {
    this.scan = new EnvelopeScan(tables, placeholder);
    this.learning = new TemplateLearning(shapes);
  }

  /** The change that this record is; null where that is for the tree path to say. */
  Decoded.@Nullable Change decode(RawRecord record, byte[] value) {
    Topic topic = topics.get(record.origin().topic());
    if (topic == null || topic.template == null) {
      return null;
    }
    try {
      return scan.read(record, value, topic.template);
    } catch (Unsure e) {
      return null;
    }
  }

  /** Takes a record that the tree path has decoded as an example for those to come. */
  void learn(TemplateLearning.Lesson lesson) {
    Topic topic = topics.computeIfAbsent(lesson.record().origin().topic(), any -> new Topic());
    if (topic.misses++ % MISSES_BETWEEN_LESSONS != 0) {
      return;
    }
    try {
      topic.template = learning.learn(lesson);
    } catch (Unsure | Undecodable e) {
      // Records like this one have no template; the others keep theirs.
    }
  }
}
