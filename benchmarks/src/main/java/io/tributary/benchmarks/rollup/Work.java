package io.tributary.benchmarks.rollup;

import io.tributary.benchmarks.process.MessageWriter;
import java.time.Duration;
import java.util.List;

/** What is computed for each user: six aggregates, five of them over some of the rows. */
enum Work {
  /** Over all rows. */
  GROUP("lifetime"),
  /**
   * Over the last hour. SQL's window moves by five minutes, ours by one: that over 59 minutes is at
   * the end of one of SQL's over the same hour.
   */
  WINDOW("59m");

  static final Duration SLIDE = Duration.ofMinutes(5);

  private static final String AGGREGATES =
      """
      COUNT(*),
      COUNT(*) FILTER (WHERE event_type = 'view'),
      COUNT(*) FILTER (WHERE event_type = 'click'),
      SUM(`value`) FILTER (WHERE event_type = 'purchase'),
      COUNT(*) FILTER (WHERE device = 'ios'),
      SUM(`value`) FILTER (WHERE device = 'ios')""";

  private static final List<String> FEATURES =
      List.of(
          "events: { count: true, over: [%s] }",
          "views: { count: true, where: { event_type: view }, over: [%s] }",
          "clicks: { count: true, where: { event_type: click }, over: [%s] }",
          "spend: { sum: value, where: { event_type: purchase }, over: [%s] }",
          "ios: { count: true, where: { device: ios }, over: [%s] }",
          "ios_value: { sum: value, where: { device: ios }, over: [%s] }");

  private final String over;

  Work(String over) {
    this.over = over;
  }

  /** The features' definitions, for {@code pipeline.yaml}. */
  String features() {
    return String.join(", ", FEATURES).formatted(FEATURES.stream().map(any -> over).toArray());
  }

  /** The query over table {@code events}: the user, for windows their end, and the aggregates. */
  String query() {
    return switch (this) {
      case GROUP -> "SELECT user_id, " + AGGREGATES + " FROM events GROUP BY user_id";
      case WINDOW ->
          "SELECT user_id, window_end, "
              + AGGREGATES
              + " FROM TABLE(HOP(TABLE events, DESCRIPTOR(occurred_at), INTERVAL '5' MINUTES,"
              + " INTERVAL '1' HOUR)) GROUP BY user_id, window_start, window_end";
    };
  }

  /** How many messages end just before one of SQL's windows does. */
  static int upTo(int messages) {
    long perSlide = SLIDE.toMillis() / 100;
    return (int) (Math.max(1, messages / perSlide) * perSlide - 1);
  }

  /** The end of the first window that the last message does not end. */
  static long lastWindowEnd(long messages) {
    long slide = SLIDE.toMillis();
    return (Math.floorDiv(MessageWriter.time(messages).toEpochMilli(), slide) + 1) * slide;
  }
}
