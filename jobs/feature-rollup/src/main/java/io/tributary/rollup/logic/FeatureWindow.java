package io.tributary.rollup.logic;

import java.io.Serializable;
import java.util.List;

/**
 * How far back a feature looks, and the tiles in which it does.
 *
 * <p>A window is made of whole tiles, aligned to 1970-01-01T00:00:00Z. At database time T it holds
 * the rows with
 *
 * <pre>
 * event_time &gt;= date_bin(tile, T - window, origin) AND event_time &lt; date_bin(tile, T, origin) + tile
 * </pre>
 *
 * so that it reaches back at least its length and at most a tile more. Its tile is the longest of
 * 1s, 5s, 10s, 15s, 30s, 1m, 5m, 10m, 15m, 30m, 1h, 6h and 1d of which 48 fit into it: the surplus
 * is at most a 48th. A window shorter than 48 seconds has tiles of a second; {@code lifetime} has
 * no lower bound and tiles of a day. A window that decays reaches back 24 half-lives, in the
 * longest of these tiles of which 8 fit into one.
 *
 * @param label as in the names of the results: {@code 5m}, {@code lifetime}; empty where a result
 *     has the plain name of its feature
 * @param millis {@link #ENDLESS} for {@code lifetime}
 * @param tileMillis whole seconds
 * @param halfLifeMillis 0 for a window that does not decay
 */
public record FeatureWindow(String label, long millis, long tileMillis, long halfLifeMillis)
    implements Serializable {

  /** The length of {@code lifetime}. */
  public static final long ENDLESS = Long.MAX_VALUE;

  private static final int TILES_PER_WINDOW = 48;
  private static final int TILES_PER_HALF_LIFE = 8;
  private static final int HALF_LIVES = 24;
  private static final long SECOND = 1_000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;

  private static final List<Long> TILES =
      List.of(
          24 * HOUR,
          6 * HOUR,
          HOUR,
          30 * MINUTE,
          15 * MINUTE,
          10 * MINUTE,
          5 * MINUTE,
          MINUTE,
          30 * SECOND,
          15 * SECOND,
          10 * SECOND,
          5 * SECOND,
          SECOND);

  /** A window with the tiles that are its length's. */
  public FeatureWindow(String label, long millis) {
    this(label, millis, tile(millis / TILES_PER_WINDOW), 0);
  }

  /** All of the table's life, for a feature with one result. */
  public static FeatureWindow always() {
    return new FeatureWindow("", ENDLESS);
  }

  /** A window that decays. */
  public static FeatureWindow decaying(long halfLifeMillis) {
    long tile = tile(halfLifeMillis / TILES_PER_HALF_LIFE);
    return new FeatureWindow("", HALF_LIVES * halfLifeMillis, tile, halfLifeMillis);
  }

  /** The same in other tiles. */
  public FeatureWindow inTilesOf(long otherTileMillis) {
    return new FeatureWindow(label, millis, otherTileMillis, halfLifeMillis);
  }

  private static long tile(long most) {
    return TILES.stream().filter(tile -> tile <= most).findFirst().orElse(SECOND);
  }

  public boolean isLifetime() {
    return millis == ENDLESS;
  }

  public boolean decays() {
    return halfLifeMillis != 0;
  }

  /** What names the window's tiles in saved state: {@code 60000ms}, {@code lifetime}. */
  String tiles() {
    String length = tileMillis + "ms";
    if (!isLifetime()) {
      return length;
    }
    return tileMillis == TILES.get(0) ? "lifetime" : "lifetime " + length;
  }
}
