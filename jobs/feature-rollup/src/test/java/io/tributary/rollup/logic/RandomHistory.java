package io.tributary.rollup.logic;

import io.tributary.event.RowImage;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A table of events that somebody changes at random: rows appear, late or ahead of their time, are
 * updated, moved to other entities, other times and in and out of filters, and vanish. The same
 * seed makes the same history.
 */
public final class RandomHistory {

  /** One change of one row. */
  public record Change(long id, @Nullable RowImage before, @Nullable RowImage after) {}

  /** Where the random tests start; {@code -Dseed=42} repeats one. */
  public static long seed() {
    Long given = Long.getLong("seed");
    long seed = given == null ? System.nanoTime() : given;
    System.out.println("seed " + seed + " (repeat with -Dseed=" + seed + ")");
    return seed;
  }

  private static final List<String> DEVICES =
      List.of("web", "app", "a|b", "back\\slash", "quo'te", "\"\n\u0001", "Zü", "z\uD83D\uDE00");
  private static final List<String> TYPES = List.of("click", "purchase", "view");
  private static final List<Duration> REACHES =
      List.of(
          Duration.ofSeconds(20),
          Duration.ofMinutes(10),
          Duration.ofHours(3),
          Duration.ofDays(2),
          Duration.ofDays(40));

  private final Random random;
  private final int users;
  private final TreeMap<Long, RowImage> table = new TreeMap<>();
  private Instant now = Instant.parse("2026-01-31T23:59:00Z");
  private long nextId = 1;

  /** A history of few users, of whom each has many rows. */
  public RandomHistory(long seed) {
    this(seed, 6);
  }

  public RandomHistory(long seed, int users) {
    random = new Random(seed);
    this.users = users;
  }

  /** The database time. */
  public Instant now() {
    return now;
  }

  /** The rows of the table by primary key. */
  Map<Long, RowImage> table() {
    return table;
  }

  /** Lets some time pass, mostly little. */
  public Instant passTime() {
    Duration reach = REACHES.get(random.nextInt(random.nextInt(REACHES.size()) + 1));
    now = now.plusMillis(1 + random.nextLong(reach.toMillis() / 2));
    return now;
  }

  /** Makes some changes. */
  public List<Change> changes(int number) {
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      changes.add(change());
    }
    return changes;
  }

  private Change change() {
    int dice = random.nextInt(10);
    if (table.isEmpty() || dice < 5) {
      long id = nextId++;
      RowImage row = row(id);
      table.put(id, row);
      return new Change(id, null, row);
    }
    long id = anyId();
    RowImage before = java.util.Objects.requireNonNull(table.get(id));
    if (dice < 7) {
      table.remove(id);
      return new Change(id, before, null);
    }
    RowImage after =
        dice < 9 ? with(before, random.nextInt(Events.TABLE.schema().size() - 1) + 1) : row(id);
    table.put(id, after);
    return new Change(id, before, after);
  }

  private long anyId() {
    Long id = table.ceilingKey(1 + random.nextLong(nextId));
    return id == null ? table.firstKey() : id;
  }

  private RowImage row(long id) {
    RowImage.Builder row = RowImage.of(Events.TABLE.schema()).set(0, id);
    for (int column = 1; column < Events.TABLE.schema().size(); column++) {
      row.set(column, value(column));
    }
    return row.build();
  }

  /** The same row with another value in one column. */
  private RowImage with(RowImage row, int changed) {
    RowImage.Builder copy = RowImage.of(row.schema());
    for (int column = 0; column < row.schema().size(); column++) {
      copy.set(column, column == changed ? value(column) : row.value(column));
    }
    return copy.build();
  }

  private @Nullable Object value(int column) {
    if (random.nextInt(25) == 0) {
      return null;
    }
    return switch (Events.TABLE.schema().column(column).name()) {
      case "user_id" -> (long) random.nextInt(users);
      case "device" -> DEVICES.get(random.nextInt(DEVICES.size()));
      case "event_type" -> TYPES.get(random.nextInt(TYPES.size()));
      case "value" -> number();
      case "amount" -> random.nextInt(2_000) - 1_000;
      case "score" -> score();
      case "flag" -> random.nextBoolean();
      case "occurred_at" -> eventTime();
      case "local_at" -> localTime();
      case "weight" -> random.nextInt(100) == 0 ? Float.NaN : random.nextInt(-9, 9) / 8f + 0.1f;
      case "day" -> day();
      case "ref" -> new UUID(random.nextLong(3) << 62, random.nextLong(4)).toString();
      default -> throw new IllegalStateException("no values for column " + column);
    };
  }

  /** NaN is a value of numeric; wire and image carry it as a double. */
  private Object number() {
    return random.nextInt(200) == 0
        ? Double.valueOf(Double.NaN)
        : BigDecimal.valueOf(random.nextInt(200_000) - 50_000, 2);
  }

  private double score() {
    return switch (random.nextInt(150)) {
      case 0 -> Double.NaN;
      case 1 -> Double.POSITIVE_INFINITY;
      case 2 -> Double.NEGATIVE_INFINITY;
      case 3 -> -0.0;
      case 4, 5 -> 0.0;
      case 6, 7, 8 -> 0.1;
      default -> random.nextGaussian() * 1e6;
    };
  }

  private LocalDate day() {
    return switch (random.nextInt(60)) {
      case 0 -> LocalDate.MAX;
      case 1 -> LocalDate.MIN;
      case 2 -> LocalDate.of(-43, 3, 15);
      case 3 -> LocalDate.of(12_026, 10, 20);
      case 4 -> LocalDate.of(0, 1, 1);
      default -> LocalDate.of(2026, 1, 1 + random.nextInt(20));
    };
  }

  private Instant eventTime() {
    int dice = random.nextInt(100);
    if (dice == 0) {
      return Instant.MAX;
    }
    if (dice == 1) {
      return Instant.MIN;
    }
    long reach = REACHES.get(random.nextInt(REACHES.size())).toMillis();
    long micros = random.nextLong(1_000);
    boolean ahead = dice < 20;
    long distance = random.nextLong(reach);
    return now.plusMillis(ahead ? distance : -distance).plusNanos(micros * 1_000);
  }

  private LocalDateTime localTime() {
    Instant moment = eventTime();
    if (moment.equals(Instant.MAX)) {
      return LocalDateTime.MAX;
    }
    return moment.equals(Instant.MIN)
        ? LocalDateTime.MIN
        : LocalDateTime.ofInstant(moment, ZoneOffset.UTC);
  }
}
