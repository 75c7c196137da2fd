"""A Modbus TCP server of pymodbus: 1,000 holding registers on the port that is its argument."""
import asyncio
import sys

from pymodbus.datastore import ModbusSequentialDataBlock, ModbusServerContext, ModbusSlaveContext
from pymodbus.server import StartAsyncTcpServer

slave = ModbusSlaveContext(hr=ModbusSequentialDataBlock(0, list(range(1000))), zero_mode=True)
asyncio.run(StartAsyncTcpServer(context=ModbusServerContext(slaves=slave, single=True), address=("127.0.0.1", int(sys.argv[1]))))
