package io.tributary.sandbox;

import io.tributary.tools.verify.Difference;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The report as people read it. */
final class ReportTable {

  private static final int DIFFERENCES_SHOWN = 10;

  private final StringBuilder text = new StringBuilder();

  private ReportTable() {}

  static String of(Report report, int wantedRate) {
    return new ReportTable().render(report, wantedRate);
  }

  private String render(Report report, int wantedRate) {
    line("");
    line(
        "committed    %,d changes in %,d transactions%s",
        report.committed().changes(),
        report.committed().transactions(),
        rate(report.achievedRate(), wantedRate));
    line("restarts     %s", report.restarts().isEmpty() ? "none" : report.restarts());
    line("dead letters %,d", report.deadLetters());
    line("");
    stores(report.verify(), report.lagMillis());
    line("");
    differences(report);
    return text.toString();
  }

  private void stores(Report.Verification verify, Report.Lags lag) {
    line("%-10s %12s %30s   %s", "store", "compared", "wrong", "lag p50 / p95 / p99 / max");
    if (verify.features() != null) {
      row(
          "features",
          verify.features().compared(),
          String.format(Locale.ROOT, "%,d mismatched", verify.features().mismatched()),
          lag.features());
    }
    if (verify.caches() != null) {
      row(
          "caches",
          verify.caches().compared(),
          String.format(Locale.ROOT, "%,d stale", verify.caches().stale()),
          lag.caches());
    }
    if (verify.audit() != null) {
      row(
          "audit",
          verify.audit().expected(),
          String.format(
              Locale.ROOT,
              "%,d missing, %,d twice, %,d other",
              verify.audit().missing(),
              verify.audit().duplicated(),
              verify.audit().different()),
          lag.audit());
    }
  }

  private static String rate(@Nullable Double achieved, int wanted) {
    if (achieved == null) {
      return "";
    }
    String rate = String.format(Locale.ROOT, ", %,.0f a second", achieved);
    return achieved < 0.95 * wanted
        ? rate
            + String.format(Locale.ROOT, " (this machine did not hold the %,d asked for)", wanted)
        : rate;
  }

  private void row(String store, long compared, String wrong, Report.@Nullable Percentiles lag) {
    String lags =
        lag == null
            ? "-"
            : String.format(
                Locale.ROOT,
                "%,d / %,d / %,d / %,d ms",
                lag.p50(),
                lag.p95(),
                lag.p99(),
                lag.max());
    line("%-10s %,12d %30s   %s", store, compared, wrong, lags);
  }

  private void differences(Report report) {
    int shown = Math.min(DIFFERENCES_SHOWN, report.differences().size());
    for (Difference difference : report.differences().subList(0, shown)) {
      line(
          "%s %s %s: expected %s, found %s",
          difference.store(),
          difference.table() == null
              ? difference.key()
              : difference.table() + " " + difference.key(),
          difference.field(),
          difference.expected(),
          difference.actual());
    }
    if (report.differences().size() > shown) {
      line("... and more; --report FILE.json has up to a hundred");
    }
  }

  private void line(String format, @Nullable Object... arguments) {
    text.append(String.format(Locale.ROOT, format, arguments)).append(System.lineSeparator());
  }
}
