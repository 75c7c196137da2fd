using Catchment.Core.Configuration;

namespace Catchment.Core.Tests.Configuration.Output;

public sealed class ConfigurationReferenceTests
{
    [Fact]
    public void A_section_is_a_table_of_its_settings() =>
        ConfigurationReference.Table(ConfigurationFolder.Catalogue.Sections.Single(static section => section.Name is "hub")).ShouldBe(
            """
            | key | type | default | meaning |
            |---|---|---|---|
            | `queuemax` | whole number | `500` | Length of the queue between receiving and writing. Allowed: a whole number from 1 to 1000000. |
            | `patience` | number | `10` | Silence after which a line is logged. Allowed: a number, 0 or more (minutes). |
            | `print_settings` | true or false | `false` | Print the parsed file at the start. |
            | `data_directory` | path | `imagehub_data` | Root folder of the pictures. |
            | `max_images_write` | whole number | `5000` | Cap on pictures in one day. Allowed: a whole number, 0 or more. |
            | `listen` | list of text | `[tcp://127.0.0.1:5555]` | Endpoints. |
            | `token` | text or null | null | Secret of the senders. |

            """);

    [Fact]
    public void Nested_settings_have_rows_of_their_own()
    {
        var table = ConfigurationReference.Table(ConfigurationFolder.Catalogue.Sections.Single(static section => section.Name is "everything"));
        table.ShouldContain("| `search.depth` | whole number or null | null | How deep to search. Allowed: a whole number from 0 to 9, or null. |");
        table.ShouldContain("| `views.*.view` | text | required | Name of the view. |");
        table.ShouldContain("| `note` | text or null | null | A note \\| with a bar. |");
        table.ShouldContain("| `mode` | `at_once`, `later`, `off` | `at_once` | When. |");
    }

    [Fact]
    public void Records_in_a_list_have_rows_of_their_own() =>
        ConfigurationReference.Table(new SectionDefinition("listed", typeof(SampleListedOptions), "A list of records."))
            .ShouldContain("| `views[].view` | text | required | Name of the view. |");

    [Fact]
    public void The_whole_reference_has_a_part_for_each_section()
    {
        var reference = ConfigurationReference.Write(ConfigurationFolder.Catalogue);
        reference.ShouldStartWith("## Top level\n\nThe node itself.\n\n| key |");
        reference.ShouldContain("| `node` | text | host name | Name of this data sink. |");
        reference.ShouldContain("\n## `logging`\n\nMessages of every service.\n\n| key |");
    }
}
