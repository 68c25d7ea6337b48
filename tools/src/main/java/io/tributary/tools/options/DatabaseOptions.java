package io.tributary.tools.options;

import io.tributary.config.ConnectionUrl;
import io.tributary.config.DatabaseConfig;
import io.tributary.config.Secret;
import io.tributary.config.binding.FileTrouble;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How the command line names a database. No message shows a password. */
public final class DatabaseOptions {

  private static final Pattern URI =
      Pattern.compile("postgres(?:ql)?://(?:([^:@/]*)(?::([^/]*))?@)?(.+)");

  private static final String JDBC = "jdbc:postgresql:";

  @Spec(Spec.Target.MIXEE)
  CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--database",
      paramLabel = "URL",
      description =
          "The database, in place of the pipeline's: postgresql://user@host/name or a JDBC URL.")
  @Nullable String url;

  @Option(
      names = "--database-user",
      paramLabel = "ROLE",
      description = "The role, if not in the URL (default: $PGUSER, or yourself).")
  @Nullable String user;

  @Option(
      names = "--database-password-file",
      paramLabel = "FILE",
      description = "A file with the password, if not in the URL (default: $PGPASSWORD).")
  @Nullable Path passwordFile;

  /**
   * The database, null where none is named.
   *
   * @param environment the process's
   * @throws ParameterException if the options make no sense
   */
  public @Nullable DatabaseConfig database(Map<String, String> environment) {
    if (url == null) {
      if (user != null || passwordFile != null) {
        throw wrong("--database-user and --database-password-file need --database");
      }
      return null;
    }
    Matcher uri = URI.matcher(url);
    boolean isUri = uri.matches();
    String jdbc = isUri ? JDBC + "//" + uri.group(3) : url;
    PGSimpleDataSource parsed = parse(jdbc);
    String inUrl = isUri ? decoded(uri.group(1)) : parsed.getUser();
    String secret = isUri ? decoded(uri.group(2)) : parsed.getPassword();
    String role = first(user, inUrl, environment.get("PGUSER"));
    String password = first(fromFile(), secret, environment.get("PGPASSWORD"));
    return new DatabaseConfig(
        new ConnectionUrl(jdbc),
        role == null ? System.getProperty("user.name", "") : role,
        new Secret(password == null ? "" : password));
  }

  private PGSimpleDataSource parse(String jdbc) {
    if (!DatabaseConfig.isUrl(jdbc)) {
      throw noUrl();
    }
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(jdbc);
    return source;
  }

  private @Nullable String fromFile() {
    if (passwordFile == null) {
      return null;
    }
    try {
      return Files.readString(passwordFile).strip();
    } catch (IOException e) {
      throw wrong("--database-password-file cannot be read: " + FileTrouble.of(e));
    }
  }

  private @Nullable String decoded(@Nullable String part) {
    try {
      // A plus is a plus in this part of a URL.
      return part == null
          ? null
          : URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // The message quotes what may be the password.
      throw noUrl();
    }
  }

  private static @Nullable String first(@Nullable String... candidates) {
    for (String candidate : candidates) {
      if (candidate != null) {
        return candidate;
      }
    }
    return null;
  }

  private ParameterException noUrl() {
    return wrong(
        "--database is not the URL of a PostgreSQL database: write jdbc:postgresql://host:5432/name, or"
            + " postgresql://user@host/name with /, @ and % as %2F, %40 and %25 in a password");
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
