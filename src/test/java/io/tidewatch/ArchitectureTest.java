package io.tidewatch;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** The table of packages and the rules that hold the code to it. */
@AnalyzeClasses(packages = "io.tidewatch", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    private static final String ROOT = "io.tidewatch";

    /** The classes generated from schemas/: the alert as Avro. */
    private static final String GENERATED = "";

    private static final String[] CORE = {
        "text",
        "codec",
        "math",
        "event",
        "window.season",
        "window",
        "model",
        "inference",
        "evidence",
        "calibration",
        "decision",
        "alert",
        "detector"
    };

    /** For each package, in the order of the flow: the packages of ours that it may import. */
    private static final Map<String, Set<String>> MAY_IMPORT = Map.ofEntries(
            row(GENERATED),
            row("text"),
            row("logs", "text"),
            row("codec"),
            row("math"),
            row("event", "text"),
            row("window.season", "codec", "event"),
            row("window", "codec", "math", "event", "window.season"),
            row("model", "window"),
            row("model.artifact", "model", "window"),
            row("model.catalog", "text", "model", "model.artifact"),
            row("model.training", "model", "window"),
            row("inference", "math", "window", "model"),
            row("evidence", "codec", "window", "model", "inference"),
            row("calibration", "codec", "math", "event", "window", "model", "evidence"),
            row("decision", "codec", "math", "window", "evidence", "calibration"),
            row("alert", "text", "event", "window", "model", "evidence", "calibration", "decision", GENERATED),
            row("alert.json", "text", GENERATED),
            rowOnCore("detector"),
            rowOnCore("learning"),
            row("registry"),
            row("config", "text", "event", "window", "model", "model.catalog", "detector"),
            row("topology.state", "detector"),
            rowOnCore("topology", "topology.state", "learning", "registry"),
            row("topology.models", "model.catalog", "topology"),
            row("series", "text", "event"),
            row("simulation", "event", "decision"),
            row("simulation.variety", "simulation"),
            rowOnCore(
                    "evaluation", "learning", "series", "simulation", "model.artifact", "model.training", "alert.json"),
            row("evaluation.baseline", "model.training"),
            rowOnCore(
                    "evaluation.suite",
                    "learning",
                    "series",
                    "simulation",
                    "simulation.variety",
                    "model.training",
                    "evaluation",
                    "evaluation.baseline"),
            row("embedded", "registry"),
            rowOnCore(
                    "service",
                    "learning",
                    "alert.json",
                    "model.artifact",
                    "model.catalog",
                    "model.training",
                    "registry",
                    "config",
                    "topology",
                    "topology.models"),
            row("launch"),
            rowOnCore(
                    "bench",
                    "launch",
                    "learning",
                    "model.artifact",
                    "model.training",
                    "registry",
                    "topology",
                    "embedded"),
            rowOnCore(
                    "cli",
                    "logs",
                    "learning",
                    "alert.json",
                    "model.artifact",
                    "model.catalog",
                    "model.training",
                    "registry",
                    "config",
                    "topology",
                    "topology.models",
                    "series",
                    "simulation",
                    "evaluation",
                    "evaluation.baseline",
                    "evaluation.suite",
                    "embedded",
                    "launch",
                    "service",
                    "bench"));

    @ArchTest
    static void everyPackageHasARowInTheTable(JavaClasses classes) {
        assertThat(ourPackages(classes).keySet())
                .as("a new package needs a row in MAY_IMPORT, and in the table of packages in architecture.md")
                .isSubsetOf(MAY_IMPORT.keySet());
    }

    @ArchTest
    static void everyPackageImportsOnlyWhatTheTableAllows(JavaClasses classes) {
        MAY_IMPORT.forEach((importer, imported) -> {
            Set<String> allowed = Stream.concat(Stream.of(importer), imported.stream())
                    .map(ArchitectureTest::fullName)
                    .collect(Collectors.toCollection(TreeSet::new));
            noClasses()
                    .that()
                    .resideInAPackage(fullName(importer))
                    .should()
                    .dependOnClassesThat(ours().and(not(resideInAnyPackage(allowed.toArray(String[]::new)))))
                    .as("package " + fullName(importer) + " imports only " + allowed + " of ours")
                    .because("a reader goes down the list of packages and never back")
                    .allowEmptyShould(true)
                    .check(classes);
        });
    }

    @ArchTest
    static final ArchRule noCircleBetweenPackages =
            slices().matching(ROOT + ".(**)").should().beFreeOfCycles().because("a circle can be read from no end");

    @ArchTest
    static final ArchRule noCircleBetweenClassesThatDecide = slices().assignedFrom(
                    classesOf("evidence", "calibration", "decision", "detector"))
            .should()
            .beFreeOfCycles()
            .because("what leads from evidence to an alert can then be read class by class");

    @ArchTest
    static void everyPackageIsNullMarked(JavaClasses classes) {
        Map<String, JavaPackage> packages = ourPackages(classes);
        packages.remove(GENERATED);
        assertThat(packages.values())
                .as("NullAway checks only packages whose package-info.java says @NullMarked")
                .allMatch(ours -> ours.isAnnotatedWith(NullMarked.class));
    }

    @ArchTest
    static final ArchRule thePureCoreKnowsJavaOnly = noClasses()
            .that()
            .resideInAnyPackage(packages(
                    "text",
                    "codec",
                    "math",
                    "window",
                    "window.season",
                    "model",
                    "inference",
                    "evidence",
                    "calibration",
                    "decision",
                    "detector",
                    "learning"))
            .should()
            .dependOnClassesThat(
                    not(resideInAnyPackage("java..", "jdk.incubator.vector..", "org.jspecify..", "io.tidewatch..")))
            .because("topology, backtest and tests drive the same core, without Kafka, files or a network");

    @ArchTest
    static final ArchRule eventsAndAlertsKnowAvroBesides = noClasses()
            .that()
            .resideInAnyPackage(packages("event", "alert"))
            .should()
            .dependOnClassesThat(
                    not(resideInAnyPackage("java..", "org.jspecify..", "io.tidewatch..", "org.apache.avro..")))
            .because("records come in and alerts go out as Avro; all else is a matter of the shell around the core");

    @ArchTest
    static final ArchRule thePureCoreReadsNoFilesNorNetwork = noClasses()
            .that()
            .resideInAnyPackage(packages(CORE))
            .should()
            .dependOnClassesThat(resideInAnyPackage("java.nio.file..", "java.net..", "java.sql.."))
            .orShould()
            .dependOnClassesThat(nameMatching("java\\.io\\.(File.*|RandomAccessFile|Console)"))
            .because("the core is pure: the same input gives the same alerts anywhere");

    @ArchTest
    static final ArchRule thePureCoreHasNoClockAndNoDice = noClasses()
            .that()
            .resideInAnyPackage(packages(CORE))
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethodWhere(target(name("now")).and(target(owner(resideInAPackage("java.time..")))))
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Clock.class)
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .callConstructor(Random.class)
            .because("time and seeds are arguments, so that a replay gives the same alerts");

    @ArchTest
    static final ArchRule trainingEngineStaysInTraining = only("model.training")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.deeplearning4j..", "org.nd4j..", "org.bytedeco..")
            .because("Deeplearning4j trains; scoring runs on the network as numbers, without native code");

    @ArchTest
    static final ArchRule kafkaStaysInTheShell = only(
                    "topology", "topology.state", "topology.models", "service", "embedded", "bench", "cli")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.kafka..")
            .because("the core runs without Kafka");

    @ArchTest
    static final ArchRule avroStaysAtTheEdges = only(
                    GENERATED, "event", "alert", "alert.json", "registry", "topology", "embedded", "bench", "cli")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.avro..")
            .because("between decoding and the alert, an event is plain numbers");

    @ArchTest
    static final ArchRule registryClientStaysInItsAdapter = only("registry")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.flink..", "io.confluent..")
            .because("the client comes relocated inside another jar, and swapping it must touch one class");

    @ArchTest
    static final ArchRule jacksonStaysWhereTextIsReadOrWritten = only(
                    "alert.json",
                    "model.artifact",
                    "model.catalog",
                    "config",
                    "cli",
                    "service",
                    "embedded",
                    "evaluation",
                    "evaluation.suite",
                    "series",
                    "bench")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.fasterxml.jackson..")
            .because("the core's values do not follow the shape of a file");

    @ArchTest
    static final ArchRule metricsStayInTheService = only("service")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.micrometer..", "io.prometheus..")
            .because("the topology reports to an observer, and the service alone decides how that is shown");

    @ArchTest
    static final ArchRule httpServersStayInTheServiceAndTheEmbeddedRegistry = only("service", "embedded")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.javalin..", "org.eclipse.jetty..")
            .because("nothing else is asked over HTTP");

    @ArchTest
    static final ArchRule commandLineStaysInItsPackage = only("cli")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("picocli..", "me.tongfei..", "org.jline..")
            .because("what a command does can be called without a terminal");

    @ArchTest
    static final ArchRule onlyCommandsPrint = only("cli")
            .should(ACCESS_STANDARD_STREAMS)
            .because("everything else logs, so that the operator decides where it goes");

    @ArchTest
    static final ArchRule onlyCommandsEndTheProcess = only("cli")
            .should()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "halt", int.class)
            .because("exit codes belong to the commands");

    @ArchTest
    static final ArchRule logsGoToSlf4j = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.util.logging..", "org.apache.logging..", "org.apache.commons.logging..")
            .because("one logging facade, configured in one place");

    @ArchTest
    static final ArchRule exceptionsSayWhatWentWrong = NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS.because(
            "there is one exception type for each decision of the caller");

    @ArchTest
    static final ArchRule classesAreNamedByTheDomain = noClasses()
            .should()
            .haveNameMatching(".*(Util|Utils|Manager|Helper|Helpers|Impl)(\\$.*)?")
            .because("such a name says nothing of what the class is");

    @ArchTest
    static final ArchRule noStaticMutableState = fields().that()
            .areStatic()
            .and()
            .areDeclaredInClassesThat()
            .resideOutsideOfPackage(ROOT)
            .should()
            .beFinal()
            .because("two detectors in one process must not meet");

    @ArchTest
    static final ArchRule recordsHoldNoArrays = noFields()
            .that()
            .areDeclaredInClassesThat()
            .areRecords()
            .and()
            .areNotStatic()
            .should()
            .haveRawType(DescribedPredicate.describe("an array", JavaClass::isArray))
            .because("an array in a record breaks its equality and leaks its inside");

    private static Map.Entry<String, Set<String>> row(String importer, String... imported) {
        return Map.entry(importer, Set.of(imported));
    }

    private static Map.Entry<String, Set<String>> rowOnCore(String importer, String... besides) {
        return Map.entry(
                importer,
                Stream.of(CORE, besides, new String[] {GENERATED})
                        .flatMap(Arrays::stream)
                        .collect(Collectors.toSet()));
    }

    private static String fullName(String name) {
        return name.equals(GENERATED) ? ROOT : ROOT + "." + name;
    }

    private static String[] packages(String... names) {
        return Arrays.stream(names).map(ArchitectureTest::fullName).toArray(String[]::new);
    }

    /** A slice for each class of some packages, with what is nested in it. */
    private static SliceAssignment classesOf(String... names) {
        Set<String> full = Set.of(packages(names));
        return new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass ours) {
                String name = ours.getName();
                return full.contains(ours.getPackageName())
                        ? SliceIdentifier.of(name.replaceAll("\\$.*", ""))
                        : SliceIdentifier.ignore();
            }

            @Override
            public String getDescription() {
                return "the classes of " + List.of(names);
            }
        };
    }

    private static GivenClassesConjunction only(String... users) {
        return noClasses().that().resideOutsideOfPackages(packages(users));
    }

    private static DescribedPredicate<JavaClass> ours() {
        return resideInAPackage(ROOT + "..");
    }

    private static Map<String, JavaPackage> ourPackages(JavaClasses classes) {
        Map<String, JavaPackage> packages = new TreeMap<>();
        for (JavaClass ours : List.copyOf(classes)) {
            String name = ours.getPackageName();
            packages.put(name.equals(ROOT) ? GENERATED : name.substring(ROOT.length() + 1), ours.getPackage());
        }
        return packages;
    }
}
