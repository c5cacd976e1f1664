package network.golem.vm.provider;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "network.golem.vm", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule featuresAreFreeOfCycles =
      slices().matching("network.golem.vm.provider.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule knowsNoOtherServer =
      noClasses()
          .that()
          .resideInAPackage("network.golem.vm.provider..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "network.golem.vm.discovery..",
              "network.golem.vm.portchecker..",
              "network.golem.vm.requestor..");

  @ArchTest
  static final ArchRule programsAreRunInOnePlaceButForGuests =
      noClasses()
          .that()
          .resideInAPackage("network.golem.vm.provider..")
          .and()
          .resideOutsideOfPackages("..provider.process..", "..provider.backend.qemu..")
          .should()
          .dependOnClassesThat()
          .areAssignableTo(ProcessBuilder.class);

  @ArchTest
  static final ArchRule backendsKnowNothingOfRentals =
      noClasses()
          .that()
          .resideInAnyPackage("..provider.backend..", "..provider.proxy..", "..provider.image..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..provider.vm..");

  @ArchTest
  static final ArchRule entitiesStayInTheirFeature =
      classes().that().areAnnotatedWith("jakarta.persistence.Entity").should().bePackagePrivate();
}
