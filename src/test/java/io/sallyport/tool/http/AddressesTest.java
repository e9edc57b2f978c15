package io.sallyport.tool.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.NetUtil;
import io.sallyport.tool.http.Addresses.Sort;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {
    private static byte[] bytes(String literal) {
        return NetUtil.createByteArrayFromIpAddressString(literal);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "8.8.8.8",
                "93.184.216.34",
                "100.63.255.255",
                "100.128.0.1",
                "172.15.255.255",
                "172.32.0.1",
                "192.167.1.1",
                "198.17.0.1",
                "223.255.255.254",
                "2606:4700:4700::1111",
                "2a00:1450:4001:82a::200e",
                "::ffff:1.1.1.1",
                "64:ff9b::808:808",
                "2002:808:808::1"
            })
    void public_addresses_are_public(String literal) {
        assertThat(Addresses.sort(bytes(literal))).isEqualTo(Sort.PUBLIC);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "10.255.255.255",
                "100.64.0.1",
                "100.127.255.254",
                "127.0.0.1",
                "127.255.255.254",
                "169.254.0.1",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.8",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.0.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.7",
                "203.0.113.9",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "::ffff:0:7f00:1",
                "::127.0.0.1",
                "::10.0.0.1",
                "64:ff9b::7f00:1",
                "64:ff9b::a00:1",
                "64:ff9b:1::a00:1",
                "100::1",
                "fc00::1",
                "fd12:3456::1",
                "fe80::1",
                "fec0::1",
                "ff02::1",
                "ff0e::1",
                "2001::1",
                "2001:10::1",
                "2001:20::1",
                "2001:db8::1",
                "2002:7f00:1::1",
                "2002:a00:1::1",
                "3fff::1",
                "5f00::1",
                "4000::1"
            })
    void private_shared_and_reserved_addresses_are_special(String literal) {
        assertThat(Addresses.sort(bytes(literal))).isEqualTo(Sort.SPECIAL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "169.254.169.254",
                "169.254.170.2",
                "169.254.170.23",
                "100.100.100.200",
                "192.0.0.192",
                "168.63.129.16",
                "fd00:ec2::254",
                "fd00:ec2::23",
                "fd20:ce::254",
                "::ffff:169.254.169.254",
                "::ffff:a9fe:a9fe",
                "64:ff9b::a9fe:a9fe",
                "2002:a9fe:a9fe::",
                "::169.254.169.254",
                "::ffff:0:a9fe:a9fe"
            })
    void metadata_services_are_known_in_every_dress(String literal) {
        assertThat(Addresses.sort(bytes(literal))).isEqualTo(Sort.METADATA);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "10.1.2.3, 10.1.2.3, true",
        "10.1.2.3, 10.1.2.4, false",
        "192.168.4.0/22, 192.168.7.255, true",
        "192.168.4.0/22, 192.168.8.0, false",
        "fd00::/8, fdff::1, true",
        "fd00::/8, fe00::1, false",
        "0.0.0.0/0, 1.2.3.4, true",
        "0.0.0.0/0, fd00::1, false"
    })
    void a_range_contains_what_begins_like_it(String range, String address, boolean contained) {
        assertThat(Cidr.of(range).contains(bytes(address))).isEqualTo(contained);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "10.0.0/8", "name/8", "fd00::/129", "10.0.0.0/8/8"
            })
    void what_is_no_range_is_none(String text) {
        assertThat(Cidr.parse(text)).isEmpty();
    }

    @Test
    void loopback_is_known_in_both_families() {
        assertThat(Addresses.isLoopback(bytes("127.3.2.1"))).isTrue();
        assertThat(Addresses.isLoopback(bytes("::1"))).isTrue();
        assertThat(Addresses.isLoopback(bytes("::2"))).isFalse();
    }
}
