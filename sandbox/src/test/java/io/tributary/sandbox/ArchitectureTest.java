package io.tributary.sandbox;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.jspecify.annotations.NullMarked;

/** The arrows of the house, as CONTRIBUTING.md draws them. */
@AnalyzeClasses(packages = "io.tributary", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String[] JOBS = {
    "io.tributary.rollup..", "io.tributary.caching..", "io.tributary.lakehouse.."
  };

  private static final String[] PURE = {
    "io.tributary.decode..",
    "io.tributary.policy..",
    "io.tributary.ledger..",
    "io.tributary.rollup.logic..",
    "io.tributary.caching.logic..",
    "io.tributary.lakehouse.logic.."
  };

  @ArchTest
  static final ArchRule NO_PACKAGE_CYCLES =
      slices().matching("io.tributary.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule EVENT_STANDS_ALONE =
      noClasses()
          .that()
          .resideInAPackage("io.tributary.event")
          .should()
          .dependOnClassesThat(isTributarysOutside("io.tributary.event"));

  @ArchTest
  static final ArchRule EVENT_KNOWS_ONLY_FLINKS_SERIALIZERS =
      noClasses()
          .that()
          .resideInAPackage("io.tributary.event")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.flink.streaming..",
              "org.apache.flink.runtime..",
              "org.apache.flink.connector..");

  @ArchTest
  static final ArchRule LOGIC_IS_FREE_OF_FRAMEWORKS =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.flink.streaming..",
              "org.apache.flink.runtime..",
              "org.apache.flink.connector..",
              "org.apache.kafka..",
              "redis.clients..",
              "org.apache.iceberg..");

  @ArchTest
  static final ArchRule COMMON_KNOWS_NO_JOB =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.tributary.event..",
              "io.tributary.decode..",
              "io.tributary.policy..",
              "io.tributary.ledger..",
              "io.tributary.config..",
              "io.tributary.redis..",
              "io.tributary.runtime..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(JOBS);

  @ArchTest
  static final ArchRule JOBS_DO_NOT_KNOW_EACH_OTHER =
      slices()
          .matching("io.tributary.(rollup|caching|lakehouse)..")
          .should()
          .notDependOnEachOther();

  @ArchTest
  static final ArchRule THE_STACK_KNOWS_NOTHING_OF_THE_SUITE =
      noClasses()
          .that()
          .resideInAPackage("io.tributary.stack..")
          .should()
          .dependOnClassesThat(isTributarysOutside("io.tributary.stack"));

  @ArchTest
  static final ArchRule EVERY_PACKAGE_SAYS_WHAT_MAY_BE_NULL =
      classes().that().haveSimpleName("package-info").should().beAnnotatedWith(NullMarked.class);

  /** JobManager and TaskManager are Flink's own words. */
  @ArchTest
  static final ArchRule NAMES_SAY_WHAT_THINGS_ARE =
      noClasses()
          .should()
          .haveNameMatching(".*((?<!Job|Task)Manager|Handler|Helper|Impl|Processor|Utils?)");

  private static DescribedPredicate<JavaClass> isTributarysOutside(String home) {
    return DescribedPredicate.describe(
        "are Tributary's own outside " + home,
        type ->
            type.getPackageName().startsWith("io.tributary")
                && !type.getPackageName().startsWith(home));
  }
}
