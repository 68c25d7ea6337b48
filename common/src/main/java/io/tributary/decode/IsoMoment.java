package io.tributary.decode;

/** Reads {@code 2026-02-28T12:00:00.123456Z}, as Debezium writes a timestamp with time zone. */
final class IsoMoment {

  private static final int[] LONGEST = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  private static final long DAYS_OF_400_YEARS = 146_097;
  private static final long EPOCH_FROM_MARCH_OF_YEAR_0 = 719_468;

  private IsoMoment() {}

  /** Microseconds since 1970 UTC; of the years 1 to 9999 and no finer. */
  static long micros(byte[] text, int start, int end) throws Unsure {
    if (end - start < 20
        || text[start + 4] != '-'
        || text[start + 7] != '-'
        || text[start + 10] != 'T'
        || text[start + 13] != ':'
        || text[start + 16] != ':'
        || text[end - 1] != 'Z') {
      throw Unsure.INSTANCE;
    }
    long day =
        epochDay(
            number(text, start, 4, 9999),
            number(text, start + 5, 2, 12),
            number(text, start + 8, 2, 31));
    long seconds =
        day * 86_400
            + number(text, start + 11, 2, 23) * 3600L
            + number(text, start + 14, 2, 59) * 60L
            + number(text, start + 17, 2, 59);
    return seconds * 1_000_000 + fraction(text, start + 19, end - 1);
  }

  private static int number(byte[] text, int start, int length, int max) throws Unsure {
    int value = 0;
    for (int i = start; i < start + length; i++) {
      int digit = text[i] - '0';
      if (digit < 0 || digit > 9) {
        throw Unsure.INSTANCE;
      }
      value = value * 10 + digit;
    }
    if (value > max) {
      throw Unsure.INSTANCE;
    }
    return value;
  }

  private static int fraction(byte[] text, int start, int end) throws Unsure {
    if (start == end) {
      return 0;
    }
    int length = end - start - 1;
    if (text[start] != '.' || length < 1 || length > 6) {
      throw Unsure.INSTANCE;
    }
    int micros = number(text, start + 1, length, 999_999);
    for (int i = length; i < 6; i++) {
      micros *= 10;
    }
    return micros;
  }

  /** Days since 1970, counted in years that begin in March, whose leap day is their last. */
  static long epochDay(int year, int month, int day) throws Unsure {
    boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    if (year < 1 || month < 1 || day < 1 || day > LONGEST[month - 1]) {
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
