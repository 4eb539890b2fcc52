-- The firms around one firm, to be worked out by hand; tests/test_network_ego.py does.
-- A buys from B (two products), C and a closed firm, and from itself; it sells to D and to B.
-- B buys from C and E, D sells to F and to A: A - D - A and A - B - A are cycles.
insert into county (county_id, name) values ('X', '东');
insert into chain (chain_id, name, name_en, department_id, valid_from)
    values ('C1', '一链', 'One', 'D1', '2021-01-01'), ('C2', '二链', 'Two', 'D1', '2021-01-01');
insert into segment (segment_id, chain_id, stage, name, essential, position)
    values ('S1', 'C1', '上游', '一上', true, 1), ('S2', 'C2', '中游', '二中', false, 1);
insert into enterprise (uscc, name, county_id, industry_code, size_class, is_leading, status, employees)
    values ('A', '甲厂', 'X', 'C35', '规上', true, '正常', 9), ('B', '<b>乙</b>厂', 'X', 'C35', '规上', false, '正常', 8),
           ('C', '丙厂', 'X', 'C35', '规上', false, '停产', 7), ('D', '丁厂', 'X', 'C35', '规上', false, '正常', 6),
           ('E', '戊厂', 'X', 'C35', '小微', false, '正常', 5), ('F', '己厂', 'X', 'C35', '小微', false, '正常', 4),
           ('Z', '甲旧厂', 'X', 'C35', '规上', false, '注销', 3), ('N', '独厂', 'Q', 'C35', '小微', false, '正常', null);
insert into enterprise_segment (uscc, segment_id, main_product)
    values ('A', 'S1', '轴'), ('A', 'S2', '承'), ('B', 'S1', null), ('C', 'S1', null), ('Z', 'S1', null);
insert into enterprise_month (uscc, month, output_ytd, revenue_ytd)
    values ('A', '2021-02', 20, 1), ('A', '2021-10', 100, 2), ('A', '2022-02', 30, 3), ('A', '2022-10', 110, 4),
           ('B', '2022-10', 330, 5), ('Z', '2022-10', 999, 6);
insert into supply_link (supplier, customer, product, annual_value, year, source, confidence)
    values ('B', 'A', '钢', 60, 2022, '推断', 0.4), ('B', 'A', '铁', 20, 2022, '企业申报', 0.9),
           ('C', 'A', '油', 30, 2022, '推断', 0.5), ('Z', 'A', '煤', 500, 2022, '企业申报', 1),
           ('A', 'A', '电', 70, 2022, '企业申报', 1), ('A', 'D', '轴', null, 2021, '联络员登记', 0.8),
           ('A', 'B', '承', -5, 2022, '企业申报', 0.9), ('C', 'B', '油', 9, 2022, '推断', 0.5),
           ('E', 'B', '砂', 0, 2022, '企业申报', 0.9), ('D', 'F', '机', 12, 2022, '企业申报', 0.9),
           ('D', 'A', '箱', 40, 2022, '企业申报', 0.9), ('Z', 'B', '煤', 1, 2022, '企业申报', 0.9);
insert into cadre (cadre_id, name, unit, rank) values ('K1', '干甲', '局', '科级'), ('K2', '干乙', '局', '处级');
insert into cadre_enterprise (cadre_id, uscc, role, from_date, to_date)
    values ('K1', 'A', '联企', '2022-01-01', null), ('K2', 'A', '驻企', '2020-01-01', '2021-01-01');
insert into issue (issue_id, uscc, raised_on, source, category, title, county_id, task_force, due_on, closed_on)
    values ('I1', 'A', '2022-10-01', '干部走访', '融资', '贷款', 'X', '工业', '2022-10-10', null),
           ('I2', 'A', '2022-10-02', '干部走访', '融资', '还款', 'X', '工业', '2022-10-30', '2022-10-20'),
           ('I3', 'B', '2022-10-03', '干部走访', '融资', '别家', 'X', '工业', '2022-10-30', null);
insert into project (project_id, name, chain_id, county_id, nature, total_investment, planned_start, builder)
    values ('P1', '新线', 'C1', 'X', '新建', 10, '2022-01-01', '甲厂 '), ('P2', '老线', 'C1', 'X', '新建', 20, '2022-01-01', '甲厂'),
           ('P3', '别家的', 'C1', 'X', '新建', 30, '2022-01-01', '甲厂二厂');
insert into project_plan (project_id, year, version, annual_plan) values ('P1', 2022, 1, 100);
insert into project_month (project_id, month, invested_ytd) values ('P1', '2022-09', 20), ('P1', '2022-10', 50);
