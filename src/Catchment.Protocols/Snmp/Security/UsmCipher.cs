using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Catchment.Protocols.Snmp.Security;

/// <summary>Encrypts and decrypts with one localized key. Source: RFC 3414, 8.1.1.; RFC 3826, 3.1.</summary>
internal sealed class UsmCipher : IDisposable
{
    /// <summary>The bytes of the salt that a message bears.</summary>
    internal const int SaltLength = 8;

    private const int AesBlock = 16;
    private const int DesBlock = 8;

    private readonly Lock _gate = new();
    private readonly SymmetricAlgorithm _algorithm;
    private readonly byte[]? _desVector;
    private long _salt = BinaryPrimitives.ReadInt64LittleEndian(RandomNumberGenerator.GetBytes(8));

    internal UsmCipher(SnmpPrivacy privacy, byte[] key)
    {
        if (privacy == SnmpPrivacy.Des)
        {
#pragma warning disable CA5351 // Old devices have nothing else.
            _algorithm = DES.Create();
#pragma warning restore CA5351
            _desVector = key[DesBlock..];
            try
            {
                _algorithm.Key = key[..DesBlock];
            }
            catch (CryptographicException e)
            {
                throw new SnmpException(SnmpFault.Security, "the privacy password gives one of the keys that DES must not have; choose another password", inner: e);
            }

            return;
        }

        _algorithm = Aes.Create();
        _algorithm.Key = key;
    }

    /// <summary>The bytes of key that a cipher needs; DES': eight of key, eight of vector.</summary>
    internal static int KeyLength(SnmpPrivacy privacy) => privacy switch
    {
        SnmpPrivacy.Des or SnmpPrivacy.Aes128 => 16,
        SnmpPrivacy.Aes192 or SnmpPrivacy.Aes192Reeder => 24,
        SnmpPrivacy.Aes256 or SnmpPrivacy.Aes256Reeder => 32,
        _ => 0,
    };

    /// <summary>Encrypts.</summary>
    /// <param name="plain">What.</param>
    /// <param name="boots">The authoritative engine's boots.</param>
    /// <param name="time">Its time.</param>
    /// <param name="salt">Where the salt goes: <see cref="SaltLength"/> bytes, never the same twice.</param>
    /// <returns>The ciphertext.</returns>
    internal byte[] Encrypt(ReadOnlySpan<byte> plain, int boots, int time, Span<byte> salt)
    {
        var count = Interlocked.Increment(ref _salt);
        if (_desVector is not null)
        {
            BinaryPrimitives.WriteInt32BigEndian(salt, boots);
            BinaryPrimitives.WriteInt32BigEndian(salt[4..], (int)count);
        }
        else
        {
            BinaryPrimitives.WriteInt64BigEndian(salt, count);
        }

        return _desVector is null ? AesCfb(plain, boots, time, salt, encrypt: true) : EncryptDes(plain, salt);
    }

    /// <summary>Decrypts.</summary>
    /// <returns>What was encrypted, for DES with what filled the last block; null when it cannot have been.</returns>
    internal byte[]? Decrypt(ReadOnlySpan<byte> cipher, int boots, int time, ReadOnlySpan<byte> salt)
    {
        if (salt.Length != SaltLength || cipher.IsEmpty || (_desVector is not null && cipher.Length % DesBlock != 0))
            return null;
        if (_desVector is null)
            return AesCfb(cipher, boots, time, salt, encrypt: false);
        lock (_gate)
            return _algorithm.DecryptCbc(cipher, DesVector(salt), PaddingMode.None);
    }

    public void Dispose() => _algorithm.Dispose();

    private byte[] EncryptDes(ReadOnlySpan<byte> plain, ReadOnlySpan<byte> salt)
    {
        var filled = new byte[(plain.Length + DesBlock - 1) / DesBlock * DesBlock];
        plain.CopyTo(filled);
        lock (_gate)
            return _algorithm.EncryptCbc(filled, DesVector(salt), PaddingMode.None);
    }

    private byte[] DesVector(ReadOnlySpan<byte> salt)
    {
        var vector = new byte[DesBlock];
        for (var i = 0; i < DesBlock; i++)
            vector[i] = (byte)(_desVector![i] ^ salt[i]);
        return vector;
    }

    /// <summary>.NET wants whole blocks; what follows the text in the last one does not change the text.</summary>
    private byte[] AesCfb(ReadOnlySpan<byte> text, int boots, int time, ReadOnlySpan<byte> salt, bool encrypt)
    {
        Span<byte> vector = stackalloc byte[AesBlock];
        BinaryPrimitives.WriteInt32BigEndian(vector, boots);
        BinaryPrimitives.WriteInt32BigEndian(vector[4..], time);
        salt.CopyTo(vector[8..]);
        var blocks = (text.Length + AesBlock - 1) / AesBlock * AesBlock;
        var rented = ArrayPool<byte>.Shared.Rent(2 * blocks);
        var from = rented.AsSpan(0, blocks);
        var to = rented.AsSpan(blocks, blocks);
        text.CopyTo(from);
        from[text.Length..].Clear();
        lock (_gate)
        {
            if (encrypt)
                _algorithm.EncryptCfb(from, vector, to, PaddingMode.None, 8 * AesBlock);
            else
                _algorithm.DecryptCfb(from, vector, to, PaddingMode.None, 8 * AesBlock);
        }

        var result = to[..text.Length].ToArray();
        ArrayPool<byte>.Shared.Return(rented);
        return result;
    }
}
