package io.tributary.lakehouse;

import io.tributary.config.LakehouseConfig;
import io.tributary.config.SafeReason;
import io.tributary.event.TableId;
import io.tributary.lakehouse.logic.AuditRoute;
import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NoSuchTableException;

/**
 * The Iceberg catalog that the pipeline names, and the audit tables in it. Not shared between
 * threads.
 */
final class LakehouseCatalog implements Closeable {

  /** A JDBC catalog files its tables under this name; other engines must use the same. */
  static final String NAME = "tributary";

  private static final Map<String, String> TABLE_PROPERTIES =
      Map.of(
          TableProperties.FORMAT_VERSION, "2",
          // A row group is in memory until it is full, for each table and commit day.
          TableProperties.PARQUET_ROW_GROUP_SIZE_BYTES, Integer.toString(32 << 20),
          // Each commit leaves a metadata file; without this they are kept for ever.
          TableProperties.METADATA_DELETE_AFTER_COMMIT_ENABLED, "true");

  private final Catalog catalog;
  private final SupportsNamespaces namespaces;
  private final String root;

  private LakehouseCatalog(Catalog catalog, SupportsNamespaces namespaces, String root) {
    this.catalog = catalog;
    this.namespaces = namespaces;
    this.root = root;
  }

  /**
   * Connects to the catalog.
   *
   * @throws IllegalArgumentException if the catalog has no namespaces
   * @throws IllegalStateException if it cannot be reached or its properties are wrong; it quotes
   *     nothing of a secret
   */
  static LakehouseCatalog open(LakehouseConfig config) {
    Catalog catalog = connect(config.catalog());
    if (!(catalog instanceof SupportsNamespaces namespaces)) {
      throw new IllegalArgumentException(
          "lakehouse.catalog: a catalog of "
              + catalog.getClass().getSimpleName()
              + " has no namespaces; use jdbc, rest or hadoop");
    }
    return new LakehouseCatalog(catalog, namespaces, config.audit().namespace());
  }

  private static Catalog connect(Map<String, String> properties) {
    JdbcDrivers.load(properties.getOrDefault("uri", ""));
    try {
      return CatalogUtil.buildIcebergCatalog(NAME, properties, new Configuration());
    } catch (RuntimeException e) {
      throw new IllegalStateException(
          "cannot open lakehouse.catalog: " + SafeReason.of(e, properties));
    }
  }

  /** The audit table of a source table, created without images where there is none yet. */
  Table auditTable(TableId source) {
    return find(source).orElseGet(() -> create(name(source)));
  }

  /** The audit table of a source table, where there is one. */
  Optional<Table> find(TableId source) {
    try {
      return Optional.of(catalog.loadTable(name(source)));
    } catch (NoSuchTableException | NoSuchNamespaceException e) {
      return Optional.empty();
    }
  }

  /** The source tables that have an audit table. */
  Set<TableId> audited() {
    Set<TableId> sources = new TreeSet<>();
    Namespace parent = namespace(AuditRoute.levels(root));
    if (!namespaces.namespaceExists(parent)) {
      return sources;
    }
    for (Namespace namespace : namespaces.listNamespaces(parent)) {
      for (TableIdentifier table : catalog.listTables(namespace)) {
        List<String> levels = Arrays.asList(table.namespace().levels());
        new AuditRoute(levels, table.name()).source(root).ifPresent(sources::add);
      }
    }
    return sources;
  }

  private Table create(TableIdentifier name) {
    createNamespaces(name.namespace());
    Schema schema = AuditColumn.schema();
    try {
      return catalog
          .buildTable(name, schema)
          .withPartitionSpec(AuditColumn.partitions(schema))
          .withProperties(TABLE_PROPERTIES)
          .create();
    } catch (AlreadyExistsException e) {
      // Another writer of this job was faster.
      return catalog.loadTable(name);
    }
  }

  private void createNamespaces(Namespace namespace) {
    for (int depth = 1; depth <= namespace.length(); depth++) {
      Namespace level = Namespace.of(Arrays.copyOf(namespace.levels(), depth));
      if (!namespaces.namespaceExists(level)) {
        createNamespace(level);
      }
    }
  }

  private void createNamespace(Namespace level) {
    try {
      namespaces.createNamespace(level);
    } catch (RuntimeException e) {
      // The JDBC catalog reports a lost race as a broken constraint.
      if (!namespaces.namespaceExists(level)) {
        throw e;
      }
    }
  }

  private TableIdentifier name(TableId source) {
    AuditRoute route = AuditRoute.of(root, source);
    return TableIdentifier.of(namespace(route.namespace()), route.table());
  }

  private static Namespace namespace(List<String> levels) {
    return Namespace.of(levels.toArray(new String[0]));
  }

  @Override
  public void close() throws IOException {
    if (catalog instanceof Closeable closeable) {
      closeable.close();
    }
  }
}
