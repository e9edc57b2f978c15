package io.sallyport.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaPackage;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WallsTest {
    private static final String[] FRAMEWORKS = {
        "jakarta..", "io.quarkus..", "io.smallrye..", "io.vertx..", "io.netty..", "org.eclipse.microprofile.."
    };

    static Stream<String> rooms() {
        return Rooms.all().stream().sorted();
    }

    static Stream<String> plainRooms() {
        return Rooms.PLAIN.stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void a_room_imports_only_what_the_table_opens_to_it(String room) {
        noClasses()
                .that()
                .resideInAPackage(Rooms.inside(room))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(Rooms.closedTo(room))
                .because("the table in Rooms closes these walls")
                .allowEmptyShould(true)
                .check(House.MAIN);
    }

    @Test
    void every_package_is_in_a_room_of_the_table() {
        Set<String> unknown = packages()
                .map(JavaPackage::getName)
                .flatMap(name -> Rooms.of(name).stream())
                .filter(room -> !Rooms.all().contains(room))
                .collect(Collectors.toSet());
        assertThat(unknown).as("rooms that the table does not know").isEmpty();
    }

    @ParameterizedTest
    @MethodSource("plainRooms")
    void core_chat_and_dialect_are_plain_java(String room) {
        noClasses()
                .that()
                .resideInAPackage(Rooms.inside(room))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(FRAMEWORKS)
                .allowEmptyShould(true)
                .check(House.MAIN);
    }

    @Test
    void only_telemetry_knows_opentelemetry_and_micrometer() {
        noClasses()
                .that()
                .resideOutsideOfPackage(Rooms.inside("telemetry"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.opentelemetry..", "io.micrometer..", "io.prometheus..")
                .check(House.MAIN);
    }

    @Test
    void nobody_but_the_entry_point_knows_the_edge_or_the_verbs() {
        for (String room : Rooms.PRIVATE) {
            noClasses()
                    .that()
                    .resideOutsideOfPackages(Rooms.inside(room), Rooms.BASE)
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(Rooms.inside(room))
                    .allowEmptyShould(true)
                    .check(House.MAIN);
        }
    }

    @Test
    void rooms_do_not_know_each_other_in_circles() {
        slices().matching(Rooms.BASE + ".(*)..").should().beFreeOfCycles().check(House.MAIN);
    }

    @Test
    void an_adapter_knows_no_other_adapter() {
        slices().matching(Rooms.BASE + ".provider.(*)..")
                .should()
                .notDependOnEachOther()
                .check(House.MAIN);
    }

    @Test
    void every_package_is_null_marked_and_says_what_it_is_for() {
        assertThat(packages().filter(p -> !p.getClasses().isEmpty()))
                .allSatisfy(room -> assertThat(room.isAnnotatedWith(NullMarked.class))
                        .as("@NullMarked in the package-info of " + room.getName())
                        .isTrue());
    }

    private static Stream<JavaPackage> packages() {
        JavaPackage base = House.MAIN.getPackage(Rooms.BASE);
        return Stream.concat(Stream.of(base), base.getSubpackagesInTree().stream());
    }
}
