package io.tributary.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A PostgreSQL 14 on loopback with logical decoding and real durability (fsync on). Its superuser
 * {@code postgres} has a generated password, kept in the run directory: a superuser can run
 * programs on this machine, so other users of the machine must not become one, and clients are
 * exercised with the authentication that they meet in production.
 */
public final class PostgresServer extends Component {
  private static final String USER = "postgres";
  private static final Map<String, String> SETTINGS =
      Map.ofEntries(
          Map.entry("listen_addresses", Loopback.HOST),
          // A socket's path must be short; a run directory's need not be.
          Map.entry("unix_socket_directories", ""),
          Map.entry("max_connections", "200"),
          Map.entry("wal_level", "logical"),
          Map.entry("max_replication_slots", "50"),
          Map.entry("max_wal_senders", "50"),
          Map.entry("max_slot_wal_keep_size", "8GB"),
          // A reader that is gone closes its connection here; a slow one must not be cut off.
          Map.entry("wal_sender_timeout", "0"),
          Map.entry("fsync", "on"),
          Map.entry("timezone", "UTC"),
          Map.entry("log_timezone", "UTC"),
          Map.entry("log_line_prefix", "%m [%p] "),
          // Statements and details of errors carry rows.
          Map.entry("log_min_error_statement", "panic"),
          Map.entry("log_error_verbosity", "terse"));

  private final int port;
  private final Map<String, String> settings;
  private final PostgresAccount account = PostgresAccount.choose();
  private String password = "";

  private PostgresServer(RunDirectory directory, int port, Map<String, String> settings) {
    super("postgresql", directory);
    this.port = Loopback.port(port);
    this.settings = new TreeMap<>(SETTINGS);
    this.settings.put("port", Integer.toString(this.port));
    this.settings.putAll(settings);
  }

  /** A server on a free port; call {@link #start()}. */
  public static PostgresServer in(Path directory) {
    return new PostgresServer(new RunDirectory(directory), 0, Map.of());
  }

  /**
   * A server on the port, 0 for a free one.
   *
   * @param settings lines of {@code postgresql.conf} that replace the stack's own, for example
   *     {@code max_slot_wal_keep_size} to {@code 16MB}
   */
  static PostgresServer in(RunDirectory directory, int port, Map<String, String> settings) {
    return new PostgresServer(directory, port, settings);
  }

  public int port() {
    return port;
  }

  public String user() {
    return USER;
  }

  /** Known once the server has been started. */
  public String password() {
    return password;
  }

  /** For example {@code jdbc:postgresql://127.0.0.1:15432/app}, without user and password. */
  public String jdbcUrl(String database) {
    return "jdbc:postgresql://" + Loopback.HOST + ":" + port + "/" + database;
  }

  /** A connection as superuser, which the caller closes. */
  public Connection connect(String database) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", USER);
    properties.setProperty("password", password);
    properties.setProperty("connectTimeout", "5");
    return DriverManager.getConnection(jdbcUrl(database), properties);
  }

  /** Executes statements as superuser, each in a transaction of its own. */
  public void execute(String database, String... statements) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** Asks as superuser: the first column of the first row, which there has to be, as text. */
  public String ask(String database, String sql) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  /**
   * Creates an empty database.
   *
   * @throws StackException if there is one of that name, or no server
   */
  public void createDatabase(String database) {
    try (Connection connection = connect(USER);
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + statement.enquoteIdentifier(database, true));
    } catch (SQLException e) {
      throw new StackException("cannot create database " + database + ": " + e.getMessage(), e);
    }
  }

  @Override
  void prepare() throws IOException {
    Files.createDirectories(data().getParent());
    PostgresFiles files = files();
    password = readOrMakePassword();
    if (!Files.exists(files.data())) {
      initialise(files);
    }
    removeStaleLock(files.data().resolve("postmaster.pid"), files.data());
    Path configuration = files.data().resolve("postgresql.conf");
    Files.writeString(
        configuration,
        settings.entrySet().stream()
            .map(setting -> setting.getKey() + " = '" + setting.getValue() + "'\n")
            .collect(Collectors.joining()));
    files.handOver(configuration);
  }

  /**
   * A postmaster that was killed leaves its lock file. The next one takes the process named there
   * for alive even if it only waits to be collected by its parent, in a container perhaps for ever.
   */
  private static void removeStaleLock(Path lock, Path data) throws IOException {
    if (Files.exists(lock)) {
      long pid = Long.parseLong(Files.readAllLines(lock).get(0).strip());
      boolean isOurs =
          ProcessHandle.of(pid)
              .flatMap(process -> process.info().commandLine())
              .filter(line -> line.contains(data.toString()))
              .isPresent();
      if (!isOurs) {
        Files.delete(lock);
      }
    }
  }

  private PostgresFiles files() throws IOException {
    return PostgresFiles.of(data(), account);
  }

  private String readOrMakePassword() throws IOException {
    Path file = directory().data("postgresql.password");
    if (!Files.exists(file)) {
      byte[] random = new byte[12];
      new SecureRandom().nextBytes(random);
      Files.createFile(file);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      Files.writeString(file, HexFormat.of().formatHex(random));
    }
    return Files.readString(file);
  }

  /** Made beside its final place and renamed, so that an interrupted start leaves no half of it. */
  private void initialise(PostgresFiles files) throws IOException {
    Path fresh = files.data().resolveSibling("postgresql.new");
    BinaryCache.deleteTree(fresh);
    files.handOver(Files.createDirectories(fresh));
    Path passwordFile = files.data().resolveSibling("postgresql.initdb");
    Files.writeString(passwordFile, password);
    files.handOver(passwordFile);
    // Written by the server with fsync; only the empty cluster made here goes without.
    List<String> initdb =
        files.command(
            "initdb",
            "--pgdata=" + fresh,
            "--username=" + USER,
            "--auth=scram-sha-256",
            "--pwfile=" + passwordFile,
            "--encoding=UTF8",
            "--no-locale",
            "--no-sync");
    run(new ChildProcess.Launch(initdb, Map.of(), files.home(), fresh.toString()), readyWithin());
    Files.delete(passwordFile);
    Files.move(fresh, files.data(), StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  ChildProcess.Launch launch() throws IOException {
    PostgresFiles files = files();
    String data = files.data().toString();
    return new ChildProcess.Launch(
        files.command("postgres", "-D", data), Map.of(), files.home(), data);
  }

  @Override
  boolean isReady() {
    try (Connection connection = connect(USER)) {
      return connection.isValid(1);
    } catch (SQLException notYet) {
      return false;
    }
  }

  @Override
  Duration readyWithin() {
    return Duration.ofSeconds(60);
  }

  @Override
  String stopSignal() {
    // TERM would wait for every client to leave.
    return "INT";
  }

  @Override
  int stopRank() {
    return 4;
  }
}
