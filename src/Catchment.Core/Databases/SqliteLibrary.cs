using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Catchment.Core.Databases;

/// <summary>
/// Chooses the native SQLite: the system's <c>libsqlite3.so.0</c>, which the distribution keeps mended, when it is there and not
/// older than the one that comes with the program; otherwise that one (<c>e_sqlite3</c>, SQLite 3.35.5).
/// </summary>
internal static unsafe class SqliteLibrary
{
    private const int BundledVersion = 3_035_005;
    private const string SystemLibrary = "libsqlite3.so.0";

    // A static field's initialiser runs once, before anything of the driver.
    private static readonly string Chosen = Choose();

    /// <summary>Sees to it that the choice is made. Every use of the driver comes after it.</summary>
    /// <returns>The chosen library's version, for example <c>3.40.1</c>.</returns>
    public static string Load() => Chosen;

    private static string Choose()
    {
        NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, Resolve);
        raw.SetProvider(new SQLite3Provider_e_sqlite3());
        using var first = new SqliteConnection();
        return first.ServerVersion;
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? search)
    {
        if (!NativeLibrary.TryLoad(SystemLibrary, out var library))
            return 0;
        if (NativeLibrary.TryGetExport(library, "sqlite3_libversion_number", out var version)
            && ((delegate* unmanaged[Cdecl]<int>)version)() >= BundledVersion)
            return library;
        NativeLibrary.Free(library);
        return 0; // the runtime looks for e_sqlite3 beside the program
    }
}
