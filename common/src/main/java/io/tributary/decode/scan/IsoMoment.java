package io.tributary.decode.scan;

/**
 * Reads {@code 2026-02-28T12:00:00.123456Z}, as Debezium writes a timestamp with time zone. Of days
 * it knows the last one, as those that follow one another are mostly of one day.
 */
public final class IsoMoment {

  private static final int[] LONGEST = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  private static final long DAYS_OF_400_YEARS = 146_097;
  private static final long EPOCH_FROM_MARCH_OF_YEAR_0 = 719_468;
  private static final int[] POWERS = {1_000_000, 100_000, 10_000, 1_000, 100, 10, 1};

  /** {@code 00:00:00}. */
  private static final long CLOCK = 0x30303A30303A3030L;

  private static final long COLONS = 0x0000FF0000FF0000L;

  private final JsonCursor in;
  private long lastMonth = -1;
  private long lastDay = -1;
  private long lastDaySeconds;

  public IsoMoment(JsonCursor in) {
    this.in = in;
  }

  /** A string of it, in microseconds since 1970 UTC; of the years 1 to 9999 and no finer. */
  public long micros() throws Unsure {
    in.expect('"');
    int start = in.position();
    long seconds = daySeconds(start) + clock(Words.at(in.json(), start + 11));
    in.moveTo(start + 19);
    long micros = seconds * 1_000_000 + fraction();
    in.expect('Z');
    in.expect('"');
    return micros;
  }

  private long daySeconds(int start) throws Unsure {
    byte[] text = in.json();
    long month = Words.at(text, start);
    long day = Words.at(text, start + 8) & 0xFFFFFF;
    if (month != lastMonth || day != lastDay) {
      lastDaySeconds = readDay(text, start) * 86_400;
      lastMonth = month;
      lastDay = day;
    }
    return lastDaySeconds;
  }

  private static long readDay(byte[] text, int start) throws Unsure {
    if (text[start + 4] != '-' || text[start + 7] != '-' || text[start + 10] != 'T') {
      throw Unsure.INSTANCE;
    }
    return epochDay(number(text, start, 4), number(text, start + 5, 2), number(text, start + 8, 2));
  }

  private static int number(byte[] text, int start, int length) throws Unsure {
    long word = Words.at(text, start);
    if (Words.digits(word) < length) {
      throw Unsure.INSTANCE;
    }
    return (int) Words.number(word, length);
  }

  /** The seconds of {@code 12:00:00}. */
  private static long clock(long word) throws Unsure {
    long values = word ^ CLOCK;
    long pairs = Words.pairs(values);
    long hour = pairs & 0xFF;
    long minute = pairs >>> 24 & 0xFF;
    long second = pairs >>> 48 & 0xFF;
    if ((values & COLONS) != 0
        || Words.above9(values) != 0
        || hour > 23
        || minute > 59
        || second > 59) {
      throw Unsure.INSTANCE;
    }
    return hour * 3600 + minute * 60 + second;
  }

  private long fraction() throws Unsure {
    if (in.peek() != '.') {
      return 0;
    }
    in.expect('.');
    long fraction = in.digits();
    int digits = in.digitCount();
    if (digits >= POWERS.length) {
      throw Unsure.INSTANCE;
    }
    return fraction * POWERS[digits];
  }

  /** Days since 1970, counted in years that begin in March, whose leap day is their last. */
  static long epochDay(int year, int month, int day) throws Unsure {
    boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    if (year < 1 || month < 1 || month > 12 || day < 1 || day > LONGEST[month - 1]) {
      throw Unsure.INSTANCE;
    } else if (month == 2 && day == 29 && !leap) {
      throw Unsure.INSTANCE;
    }
    int shifted = month > 2 ? year : year - 1;
    int era = shifted / 400;
    int yearOfEra = shifted - era * 400;
    int dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return era * DAYS_OF_400_YEARS + dayOfEra - EPOCH_FROM_MARCH_OF_YEAR_0;
  }
}
