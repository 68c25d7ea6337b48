package io.tributary.tools.verify;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Compares two multisets of changes: those that the database's own history records, and those in
 * the audit trail. Changes meet by table, operation, transaction and key; among those that agree in
 * these, the images decide. Holds a digest a change; only what differs is read a second time.
 */
public final class AuditVerifier {

  /** Changes that can be gone through more than once. */
  @FunctionalInterface
  public interface Changes {
    void forEach(Consumer<AuditedChange> action) throws Exception;
  }

  /**
   * What the comparison found.
   *
   * @param expected changes in the history
   * @param missing those that the trail lacks
   * @param duplicated rows of the trail that repeat a change it already has
   * @param different rows of the trail whose images, or whose very existence, the history denies
   */
  public record Result(
      long expected, long missing, long duplicated, long different, List<Difference> differences) {

    public boolean ok() {
      return missing == 0 && duplicated == 0 && different == 0;
    }
  }

  /** The changes that agree in everything but their images, by digests of these. */
  private static final class Sides {
    final List<Long> history = new ArrayList<>(1);
    final List<Long> trail = new ArrayList<>(1);
    private boolean met;

    /** Takes away what both sides have. */
    void meet() {
      for (Long digest : List.copyOf(history)) {
        if (trail.remove(digest)) {
          history.remove(digest);
          met = true;
        }
      }
    }

    boolean agree() {
      return history.isEmpty() && trail.isEmpty();
    }

    long missing() {
      return history.size() - altered();
    }

    /** What is left over where a change has met its like repeats it. */
    long duplicated() {
      return met ? trail.size() - altered() : 0;
    }

    long different() {
      return met ? altered() : trail.size();
    }

    private int altered() {
      return Math.min(history.size(), trail.size());
    }
  }

  private final Changes history;
  private final Changes trail;
  private final int mostDifferences;

  public AuditVerifier(Changes history, Changes trail, int mostDifferences) {
    this.history = history;
    this.trail = trail;
    this.mostDifferences = mostDifferences;
  }

  public Result verify() throws Exception {
    Map<String, Sides> byIdentity = new HashMap<>();
    history.forEach(change -> sides(byIdentity, change).history.add(digest(change)));
    trail.forEach(change -> sides(byIdentity, change).trail.add(digest(change)));
    long expected = byIdentity.values().stream().mapToLong(sides -> sides.history.size()).sum();

    byIdentity.values().forEach(Sides::meet);
    byIdentity.values().removeIf(Sides::agree);
    Collection<Sides> wrong = byIdentity.values();
    return new Result(
        expected,
        wrong.stream().mapToLong(Sides::missing).sum(),
        wrong.stream().mapToLong(Sides::duplicated).sum(),
        wrong.stream().mapToLong(Sides::different).sum(),
        describe(byIdentity));
  }

  private static Sides sides(Map<String, Sides> byIdentity, AuditedChange change) {
    return byIdentity.computeIfAbsent(change.identity(), identity -> new Sides());
  }

  private static long digest(AuditedChange change) {
    byte[] images = change.images().getBytes(StandardCharsets.UTF_8);
    try {
      return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(images)).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** The first of them, and no more than that, are read again. */
  private List<Difference> describe(Map<String, Sides> all) throws Exception {
    if (all.isEmpty()) {
      return List.of();
    }
    Map<String, Sides> wrong = new LinkedHashMap<>();
    all.entrySet().stream()
        .limit(mostDifferences)
        .forEach(each -> wrong.put(each.getKey(), each.getValue()));
    Map<String, List<AuditedChange>> fromHistory = collect(history, wrong, true);
    Map<String, List<AuditedChange>> fromTrail = collect(trail, wrong, false);
    List<Difference> differences = new ArrayList<>();
    for (String identity : wrong.keySet()) {
      List<AuditedChange> left = fromHistory.getOrDefault(identity, List.of());
      List<AuditedChange> right = fromTrail.getOrDefault(identity, List.of());
      for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
        compare(
            i < left.size() ? left.get(i) : null,
            i < right.size() ? right.get(i) : null,
            differences);
      }
    }
    return differences.subList(0, Math.min(mostDifferences, differences.size()));
  }

  private static Map<String, List<AuditedChange>> collect(
      Changes changes, Map<String, Sides> wrong, boolean fromHistory) throws Exception {
    Map<String, List<AuditedChange>> collected = new HashMap<>();
    Map<String, List<Long>> open = new HashMap<>();
    wrong.forEach(
        (identity, sides) ->
            open.put(identity, new ArrayList<>(fromHistory ? sides.history : sides.trail)));
    changes.forEach(
        change -> {
          List<Long> digests = open.get(change.identity());
          if (digests != null && digests.remove((Long) digest(change))) {
            collected.computeIfAbsent(change.identity(), id -> new ArrayList<>()).add(change);
          }
        });
    return collected;
  }

  private static void compare(
      @Nullable AuditedChange expected,
      @Nullable AuditedChange actual,
      List<Difference> differences) {
    AuditedChange any = Objects.requireNonNull(expected != null ? expected : actual);
    String what = any.op() + " key=" + any.key() + " tx=" + any.txId();
    if (expected == null || actual == null) {
      differences.add(
          Difference.inAudit(
              any.table(),
              what,
              "row",
              expected == null ? null : "one row",
              actual == null ? null : "one row too many"));
      return;
    }
    compareImage("before", expected.before(), actual.before(), any.table(), what, differences);
    compareImage("after", expected.after(), actual.after(), any.table(), what, differences);
  }

  private static void compareImage(
      String image,
      @Nullable Map<String, @Nullable String> expected,
      @Nullable Map<String, @Nullable String> actual,
      String table,
      String what,
      List<Difference> differences) {
    Map<String, @Nullable String> left = expected == null ? Collections.emptyMap() : expected;
    Map<String, @Nullable String> right = actual == null ? Collections.emptyMap() : actual;
    TreeSet<String> columns = new TreeSet<>(left.keySet());
    columns.addAll(right.keySet());
    for (String column : columns) {
      if (!Objects.equals(left.get(column), right.get(column))) {
        differences.add(
            Difference.inAudit(
                table, what, image + "." + column, left.get(column), right.get(column)));
      }
    }
  }
}
