package io.tributary.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.testing.RowChange;
import io.tributary.testing.TestCluster;
import io.tributary.testing.TestRedis;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A job that continues from a savepoint with other features than it was saved with. */
class ChangedRollupIT {

  private static final String BEFORE =
      """
      clicks: {count: true, where: {event_type: click}, over: [5m]},
      views: {count: true, where: {event_type: view}, over: [5m]}""";

  private static final String AFTER =
      """
      clicks: {count: true, where: {event_type: click}, over: [5m, 6m, 1h, lifetime]},
      purchases: {count: true, where: {event_type: purchase}, over: [lifetime]},
      spend: {sum: value, over: [1h, lifetime]}""";

  @RegisterExtension static final MiniClusterExtension CLUSTER = TestCluster.ofSlots(2);

  @RegisterExtension static final TestRedis REDIS = new TestRedis();

  @TempDir static Path directory;
  private EngagementJob run;

  @BeforeEach
  void prepare() {
    run = new EngagementJob(REDIS.url());
  }

  @AfterEach
  void stop() throws Exception {
    run.close();
  }

  /** The second change is made while the first has yet to be filled. */
  @Test
  void fillsWhatIsNewAndKeepsTheRest() throws Exception {
    run.with(BEFORE).start();
    run.changes.add(run.insert(1, 7, "click", "1.5"), run.insert(2, 7, "view", "2"));
    run.changes.add(run.insert(3, 8, "purchase", "4"), run.insert(4, 8, "view", "8"));
    run.awaitFeatures(7, Map.of("clicks_5m", "1", "views_5m", "1"));
    run.awaitFeatures(8, Map.of("clicks_5m", "0", "views_5m", "1"));

    run.stopWithSavepoint(directory);
    run.with(AFTER).start();
    run.awaitFeatures(7, known(1, 0));
    run.awaitFeatures(8, known(0, 1));
    run.changes.add(run.insert(5, 8, "click", "16"), run.delete(2));
    run.awaitFeatures(8, known(1, 1));
    run.awaitFilling("[\"spend_1h\",\"spend_lifetime\"]");

    run.stopWithSavepoint(directory);
    String more = AFTER + ", views: {count: true, where: {event_type: view}, over: [5m]}";
    run.with(more).start();
    run.changes.add(read(1, 7, "click", "1.5"), read(3, 7, "purchase", "4"));
    run.changes.add(read(4, 8, "view", "8"));
    run.awaitFeatures(7, all(1, 1, 0, "5.5"));
    run.awaitFeatures(8, all(1, 0, 1, "24"));
    run.changes.add(run.delete(1), run.delete(3));
    run.awaitFilling(null);
    run.awaitGone(7);
    assertThat(run.deadLetters.collected()).isEmpty();
  }

  /**
   * What the changed job has written must not stay, although it knows more contributions, whether
   * the savepoint's own definitions go on from it or those that came after the changed ones.
   */
  @Test
  void goesBackToTheSavepointFromBeforeTheChange() throws Exception {
    run.with(BEFORE).start();
    run.changes.add(run.insert(1, 7, "click", "1.5"), run.insert(2, 8, "view", "2"));
    run.awaitFeatures(7, Map.of("clicks_5m", "1", "views_5m", "0"));

    run.stopWithSavepoint(directory);
    run.with(AFTER).start();
    run.changes.add(run.insert(3, 7, "purchase", "4"), run.insert(4, 8, "click", "8"));
    run.awaitFeatures(7, known(1, 1));
    run.awaitFeatures(8, known(1, 0));

    run.stop();
    run.with(BEFORE).start();
    run.awaitFeatures(7, Map.of("clicks_5m", "1", "views_5m", "0"));
    run.awaitFeatures(8, Map.of("clicks_5m", "1", "views_5m", "1"));

    run.stop();
    run.with(AFTER + ", views: {count: true, where: {event_type: view}, over: [5m]}").start();
    run.awaitFeatures(7, knownWithViews(1, 1, 0));
    run.awaitFeatures(8, knownWithViews(1, 0, 1));
    run.awaitFilling("[\"spend_1h\",\"spend_lifetime\"]");
  }

  @Test
  void refusesAnotherEntityForGood() throws Exception {
    run.with(BEFORE).start();
    run.changes.add(run.insert(1, 7, "click", "1.5"), run.insert(2, 8, "view", "2"));
    run.awaitFeatures(7, Map.of("clicks_5m", "1", "views_5m", "0"));
    run.stopWithSavepoint(directory);
    run.by("id").start();
    assertThat(run.awaitFailure()).hasStackTraceContaining("give the rollup another name");
  }

  private static Map<String, String> known(int clicks, int purchases) {
    String number = String.valueOf(clicks);
    return Map.of(
        "clicks_5m", number,
        "clicks_6m", number,
        "clicks_1h", number,
        "clicks_lifetime", number,
        "purchases_lifetime", String.valueOf(purchases));
  }

  private static Map<String, String> knownWithViews(int clicks, int purchases, int views) {
    Map<String, String> known = new HashMap<>(known(clicks, purchases));
    known.put("views_5m", String.valueOf(views));
    return known;
  }

  private static Map<String, String> all(int clicks, int purchases, int views, String spend) {
    Map<String, String> all = knownWithViews(clicks, purchases, views);
    all.putAll(Map.of("spend_1h", spend, "spend_lifetime", spend));
    return all;
  }

  /** A row of an incremental snapshot. */
  private RowChange read(long id, long user, String type, String value) {
    return EngagementJob.EVENTS
        .read(run.lsn())
        .incremental()
        .set("id", id)
        .set("user_id", user)
        .set("event_type", type)
        .set("value", value)
        .set("occurred_at", EngagementJob.NOON.toString())
        .committedAt(run.tick());
  }
}
