package io.forkyard;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import io.forkyard.storage.Database;
import io.forkyard.wire.Fault;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Holds the code to the drawing in the root package's description. */
class ArchitectureTest {

  private static final Map<String, List<String>> DRAWING =
      Map.ofEntries(
          Map.entry("launch", List.of()),
          Map.entry(
              "web",
              List.of(
                  "pool", "callback", "job", "queue", "lock", "line", "code", "node", "storage")),
          Map.entry(
              "actuator",
              List.of("pool", "callback", "job", "queue", "lock", "process", "node", "storage")),
          Map.entry("callback", List.of("job", "queue", "line", "storage")),
          Map.entry(
              "inside", List.of("pool", "queue", "lock", "line", "process", "node", "storage")),
          Map.entry("pool", List.of("job", "code", "process", "node", "storage", "wire")),
          Map.entry("job", List.of("storage")),
          Map.entry("queue", List.of("line", "storage")),
          Map.entry("lock", List.of("line", "storage")),
          Map.entry("line", List.of("storage")),
          Map.entry("code", List.of("storage")),
          Map.entry("node", List.of("storage")),
          Map.entry("storage", List.of()),
          Map.entry("process", List.of("wire")),
          Map.entry("child", List.of("wire", "api")),
          Map.entry("wire", List.of()),
          Map.entry("api", List.of()),
          Map.entry("examples", List.of("api")));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.forkyard");

  @Test
  void importsFollowTheDrawing() {
    LayeredArchitecture layers =
        Architectures.layeredArchitecture().consideringOnlyDependenciesInLayers();
    for (String room : DRAWING.keySet()) {
      layers = layers.layer(room).definedBy("io.forkyard." + room + "..");
    }
    for (Map.Entry<String, List<String>> room : DRAWING.entrySet()) {
      String[] below = room.getValue().toArray(String[]::new);
      layers =
          below.length == 0
              ? layers.whereLayer(room.getKey()).mayNotAccessAnyLayer()
              : layers.whereLayer(room.getKey()).mayOnlyAccessLayers(below);
    }
    layers.check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("io.forkyard.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void poolReadsOnlyTheNamesOfFaultsFromTheWire() {
    noClasses()
        .that()
        .resideInAPackage("io.forkyard.pool..")
        .should()
        .dependOnClassesThat(describe("are frames", ArchitectureTest::isFrame))
        .check(CLASSES);
  }

  private static boolean isFrame(JavaClass type) {
    return type.getPackageName().equals("io.forkyard.wire") && !type.isEquivalentTo(Fault.class);
  }

  @Test
  void webDoesNotReachTheDatabase() {
    noClasses()
        .that()
        .resideInAPackage("io.forkyard.web..")
        .should()
        .dependOnClassesThat()
        .areAssignableTo(Database.class)
        .check(CLASSES);
  }

  @Test
  void theChildsSideKnowsNothingOfTheServicesLibraries() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "io.forkyard.launch..",
            "io.forkyard.wire..",
            "io.forkyard.child..",
            "io.forkyard.api..",
            "io.forkyard.examples..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.springframework..", "tools.jackson..", "org.slf4j..")
        .check(CLASSES);
  }

  @Test
  void onlyProcessStartsProcesses() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.forkyard.process..")
        .should()
        .dependOnClassesThat()
        .areAssignableTo(ProcessBuilder.class)
        .check(CLASSES);
  }

  @Test
  void sqlStaysInStoresAndInStorage() {
    noClasses()
        .that()
        .haveSimpleNameNotEndingWith("Store")
        .and()
        .resideOutsideOfPackage("io.forkyard.storage..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.springframework.jdbc..")
        .check(CLASSES);
  }

  @Test
  void nobodySleeps() {
    noClasses().should().callMethod(Thread.class, "sleep", long.class).check(CLASSES);
  }
}
